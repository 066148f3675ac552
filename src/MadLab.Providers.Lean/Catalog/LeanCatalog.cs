using MadLab.Providers.Lean.Corporate;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Catalog;

/// <summary>Which instruments the folder has, and which one a symbol means.</summary>
internal sealed class LeanCatalog(DataFolder folder)
{
    /// <summary>The instrument of a symbol; null when the folder has none.</summary>
    /// <remarks>A share by its ticker (<c>AAPL</c>); a pair as <c>BTC-USD</c>, <c>BTC/USD</c> or <c>BTCUSD</c>, a currency pair as <c>EURUSD=X</c> too.</remarks>
    public LeanInstrument? Find(Symbol symbol)
    {
        if (symbol.IsEmpty)
        {
            return null;
        }

        var name = symbol.Value.ToLowerInvariant();
        if (Has(LeanMarket.UsEquity, name) || folder.Contains(MapFile.Folder, $"{name}.csv"))
        {
            return new LeanInstrument(LeanMarket.UsEquity, name);
        }

        var currencyPair = name.EndsWith("=x", StringComparison.Ordinal);
        var pair = Pair(currencyPair ? name[..^2] : name);
        if (!currencyPair && Has(LeanMarket.Crypto, pair))
        {
            return new LeanInstrument(LeanMarket.Crypto, pair);
        }

        return Has(LeanMarket.Forex, pair) ? new LeanInstrument(LeanMarket.Forex, pair) : null;
    }

    /// <summary>Every instrument with a daily file.</summary>
    public IEnumerable<LeanInstrument> All()
    {
        foreach (var market in LeanMarket.All)
        {
            var ending = market.FileName("");
            foreach (var file in folder.Names(market.DailyFolder))
            {
                if (file.Length > ending.Length && file.EndsWith(ending, StringComparison.Ordinal))
                {
                    yield return new LeanInstrument(market, file[..^ending.Length]);
                }
            }
        }
    }

    /// <summary>Instruments whose symbol begins with the text, then those that contain it, each in the order of the alphabet.</summary>
    public IReadOnlyList<SymbolMatch> Search(string text, int limit)
    {
        var ticker = text.Trim().ToLowerInvariant();
        var pair = Pair(ticker);
        var found = new List<(bool Within, Symbol Symbol, AssetClass Type)>();
        foreach (var instrument in All())
        {
            var at = instrument.Key.IndexOf(instrument.Market.Type == AssetClass.Equity ? ticker : pair, StringComparison.Ordinal);
            if (at >= 0 && Symbol.TryParse(instrument.Key, out var symbol))
            {
                found.Add((at > 0, symbol, instrument.Market.Type));
            }
        }

        return
        [
            .. found.Order().DistinctBy(f => f.Symbol).Take(limit)
                .Select(f => new SymbolMatch { Symbol = f.Symbol, Name = f.Symbol.Value, Type = f.Type }),
        ];
    }

    private static string Pair(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("/", "", StringComparison.Ordinal);

    private bool Has(LeanMarket market, string key) => folder.Contains(market.DailyFolder, market.FileName(key));
}
