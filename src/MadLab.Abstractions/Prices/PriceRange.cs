namespace MadLab;

/// <summary>How far back a series reaches, counted from the newest bar the provider has.</summary>
public enum PriceRange
{
    /// <summary><c>1D</c>: the newest session, intraday where the provider has intraday bars.</summary>
    OneDay,

    /// <summary><c>5D</c>: the newest five sessions, intraday where the provider has intraday bars.</summary>
    FiveDays,

    /// <summary><c>1M</c>: one calendar month of daily bars.</summary>
    OneMonth,

    /// <summary><c>3M</c>: three calendar months of daily bars.</summary>
    ThreeMonths,

    /// <summary><c>6M</c>: six calendar months of daily bars; the default.</summary>
    SixMonths,

    /// <summary><c>1Y</c>: one calendar year of daily bars.</summary>
    OneYear,

    /// <summary><c>2Y</c>: two calendar years of daily bars.</summary>
    TwoYears,

    /// <summary><c>5Y</c>: five calendar years of daily bars.</summary>
    FiveYears,

    /// <summary><c>MAX</c>: every daily bar the provider has.</summary>
    Max,
}
