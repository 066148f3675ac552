namespace MadLab;

/// <summary>When the market of a provider's instruments is open. Only then is silence of a stream a fault.</summary>
public enum TradingHours
{
    /// <summary>
    /// Told from the asset classes and the symbol; the default. Crypto-currencies and currency pairs are known by themselves; US hours are
    /// taken only where <see cref="ProviderDescriptor.AssetClasses"/> names shares, funds, indices or options and <see cref="ProviderDescriptor.Currency"/> is <c>USD</c>.
    /// Where nothing is known silence is no fault.
    /// </summary>
    ByInstrument,

    /// <summary>Around the clock.</summary>
    Always,

    /// <summary>The sessions of the US stock exchanges: 9:30 to 16:00 in New York, with holidays and early closes.</summary>
    UsEquity,

    /// <summary>From Sunday 17:00 to Friday 17:00 in New York.</summary>
    Forex,
}
