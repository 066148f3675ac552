namespace MadLab.Providers.Coinbase;

/// <summary>Pairs as the exchange writes them, <c>BTC-USD</c>.</summary>
internal static class CoinbaseSymbols
{
    private const int MaxPart = 10;

    /// <summary>The exchange's name of a pair, which is safe in a path: letters, digits and a hyphen.</summary>
    /// <exception cref="MarketDataException">It is no pair with a crypto-currency.</exception>
    public static string IdOf(Symbol symbol)
    {
        // BTC/USD is another way to write it. BRK-B is a class of a share, and no pair.
        var id = symbol.Value.Replace('/', '-');
        var cut = id.IndexOf('-', StringComparison.Ordinal);
        return cut is > 0 and <= MaxPart && id.Length - cut - 1 is >= 2 and <= MaxPart && id.Where((_, i) => i != cut).All(char.IsAsciiLetterOrDigit)
            ? id
            : throw MarketDataException.SymbolUnknown(symbol);
    }

    public static string QuoteCurrencyOf(string id) => id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
