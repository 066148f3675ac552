using System.Text.Json;

namespace MadLab.Providers.Coinbase;

/// <summary>A pair that trades.</summary>
internal sealed record CoinbaseProduct(Symbol Symbol, string Name, decimal? Tick)
{
    /// <summary>Reads <c>/products</c>; pairs that are no longer traded are left out.</summary>
    public static IReadOnlyList<CoinbaseProduct> ReadAll(JsonElement products)
    {
        var read = new List<CoinbaseProduct>();
        foreach (var product in products.EnumerateArray())
        {
            if (product.TextOrNull("status") is null or "online" && Symbol.TryParse(product.Text("id"), out var symbol))
            {
                read.Add(new CoinbaseProduct(symbol, product.TextOrNull("display_name") ?? symbol.Value, product.NumberOrNull("quote_increment")));
            }
        }

        return read;
    }
}
