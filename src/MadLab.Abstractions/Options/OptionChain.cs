namespace MadLab;

/// <summary>Quotes of all option contracts on one underlying at one moment.</summary>
public sealed record OptionChain
{
    /// <summary>The underlying.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The underlying's price at <see cref="AsOf"/>, unadjusted: strikes are of that day.</summary>
    public required decimal UnderlyingPrice { get; init; }

    /// <summary>The moment of the quotes, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The contracts.</summary>
    public required IReadOnlyList<OptionQuote> Quotes { get; init; }

    /// <summary>The yearly, continuously compounded rate that discounts the payoffs, a fraction; 0 by default.</summary>
    public double RiskFreeRate { get; init; }

    /// <summary>The moment of a day's expiry, UTC; by default 16:00 in New York.</summary>
    public Func<DateOnly, DateTimeOffset>? ExpiryTime { get; init; }
}
