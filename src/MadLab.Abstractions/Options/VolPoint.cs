namespace MadLab;

/// <summary>The implied volatility of one strike and expiry, with its sensitivities where known.</summary>
public readonly record struct VolPoint
{
    /// <summary>The strike, in the underlying's currency.</summary>
    public required decimal Strike { get; init; }

    /// <summary>The expiry, exchange date.</summary>
    public required DateOnly Expiry { get; init; }

    /// <summary>Implied volatility, yearly, a fraction (0.22 is 22 %).</summary>
    public required double ImpliedVol { get; init; }

    /// <summary>Change of the option's price per unit of the underlying's, of the out-of-the-money side.</summary>
    public double? Delta { get; init; }

    /// <summary>Change of <see cref="Delta"/> per unit of the underlying's price.</summary>
    public double? Gamma { get; init; }

    /// <summary>Change of the option's price per calendar day (a 365th of a year).</summary>
    public double? Theta { get; init; }

    /// <summary>Change of the option's price per 1.00 of volatility (100 percentage points).</summary>
    public double? Vega { get; init; }

    /// <summary>The implied volatility of the bid; null where it is not known, or where no volatility gives that price.</summary>
    public double? BidVol { get; init; }

    /// <summary>The implied volatility of the ask; null where it is not known, or where no volatility gives that price.</summary>
    public double? AskVol { get; init; }

    /// <summary>The arbitrage that the quotes leave open here; none by default.</summary>
    public OptionArbitrage Arbitrage { get; init; }
}
