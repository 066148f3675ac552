namespace MadLab;

/// <summary>The kind of an instrument.</summary>
public enum AssetClass
{
    /// <summary>A share of a company.</summary>
    Equity,

    /// <summary>An exchange-traded fund.</summary>
    Etf,

    /// <summary>An index, which is not traded itself.</summary>
    Index,

    /// <summary>A currency pair.</summary>
    Forex,

    /// <summary>A crypto-currency pair.</summary>
    Crypto,

    /// <summary>A futures contract.</summary>
    Future,

    /// <summary>An option contract.</summary>
    Option,
}
