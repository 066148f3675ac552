namespace MadLab;

/// <summary>How a ratio is written.</summary>
public enum RatioUnit
{
    /// <summary>2 % is 0.02.</summary>
    Fraction,

    /// <summary>2 % is 2.</summary>
    Percent,
}
