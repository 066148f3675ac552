namespace MadLab;

/// <summary>What a price series has been corrected for.</summary>
public enum PriceAdjustment
{
    /// <summary><c>raw</c>: prices as they were traded. Returns across a split or dividend are wrong.</summary>
    Raw,

    /// <summary><c>splits</c>: corrected for splits.</summary>
    Splits,

    /// <summary><c>all</c>: corrected for splits and dividends; the default where the provider can.</summary>
    All,
}
