namespace MadLab.Market.Info;

/// <summary>What the spelling of a symbol says about its kind, as most vendors write them.</summary>
internal static class SymbolConventions
{
    /// <summary><c>^GSPC</c> is an index, <c>EURUSD=X</c> a currency pair, <c>ES=F</c> and <c>/ES</c> futures, <c>BTC-USD</c> and <c>BTC/USDT</c> crypto-currencies, anything else a share.</summary>
    public static AssetClass TypeOf(Symbol symbol) => symbol.Value switch
    {
        ['^', ..] => AssetClass.Index,
        var s when s.EndsWith("=X", StringComparison.Ordinal) => AssetClass.Forex,
        ['/', ..] => AssetClass.Future,
        var s when s.EndsWith("=F", StringComparison.Ordinal) => AssetClass.Future,
        var s when s.EndsWith("-USD", StringComparison.Ordinal) || s.Contains("/USD", StringComparison.Ordinal) => AssetClass.Crypto,
        _ => AssetClass.Equity,
    };
}
