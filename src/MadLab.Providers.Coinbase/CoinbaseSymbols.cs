namespace MadLab.Providers.Coinbase;

/// <summary>Pairs as the exchange writes them, <c>BTC-USD</c>.</summary>
internal static class CoinbaseSymbols
{
    private static readonly SymbolMap Map = new(new SymbolSpelling { Share = null, Index = null, Forex = null, Option = null });

    /// <summary>The exchange's name of a pair, which is safe in a path: letters, digits and a hyphen.</summary>
    /// <exception cref="MarketDataException">It is no pair with a crypto-currency.</exception>
    public static string IdOf(Symbol symbol) => Map.ToUpstream(symbol) is var id && id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-') ? id : throw MarketDataException.SymbolUnknown(symbol);

    public static string QuoteCurrencyOf(string id) => id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
