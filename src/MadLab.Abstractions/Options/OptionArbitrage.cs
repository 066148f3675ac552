namespace MadLab;

/// <summary>Arbitrage that option quotes leave open, bid and ask considered.</summary>
[Flags]
public enum OptionArbitrage
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>calendar</c>: the expiry's total variance, even at the ask, is below the bid's of the expiry before at the same moneyness.</summary>
    Calendar = 1,

    /// <summary><c>butterfly</c>: the option's bid is above what its two neighbours cost together, which would be a negative probability.</summary>
    Butterfly = 2,
}
