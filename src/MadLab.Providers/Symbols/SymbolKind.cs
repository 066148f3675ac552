namespace MadLab.Providers;

/// <summary>What a symbol names, as far as its text says.</summary>
public enum SymbolKind
{
    /// <summary>A share or a fund: <c>AAPL</c>, <c>BRK.B</c>, <c>VOD.L</c>; also what looks like nothing else.</summary>
    Share,

    /// <summary>An index: <c>^GSPC</c>.</summary>
    Index,

    /// <summary>A pair of currencies: <c>EURUSD=X</c>, <c>EUR/USD</c>.</summary>
    Forex,

    /// <summary>A pair with a crypto-currency: <c>BTC-USD</c>, <c>BTC/USDT</c>.</summary>
    Crypto,

    /// <summary>An option as the OCC writes it, with or without the underlying filled up to six places: <c>AAPL250117C00150000</c>.</summary>
    Option,
}
