namespace MadLab;

/// <summary>Implied volatilities of one underlying over strikes and expiries.</summary>
public sealed record VolSurface
{
    /// <summary>The underlying.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The underlying's price at <see cref="Timestamp"/>.</summary>
    public required decimal UnderlyingPrice { get; init; }

    /// <summary>The points, by expiry, then by strike. Never empty in an answer.</summary>
    public required IReadOnlyList<VolPoint> Points { get; init; }

    /// <summary>The moment of the surface, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }
}
