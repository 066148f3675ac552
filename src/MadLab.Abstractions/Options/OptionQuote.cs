namespace MadLab;

/// <summary>Bid and ask of one option contract.</summary>
public readonly record struct OptionQuote
{
    /// <summary>The strike, in the underlying's currency.</summary>
    public required decimal Strike { get; init; }

    /// <summary>The last day on which the contract can be exercised, exchange date.</summary>
    public required DateOnly Expiry { get; init; }

    /// <summary>Call or put.</summary>
    public required OptionRight Right { get; init; }

    /// <summary>The best bid; 0 when nobody bids.</summary>
    public required decimal Bid { get; init; }

    /// <summary>The best ask; 0 when nobody offers.</summary>
    public required decimal Ask { get; init; }
}
