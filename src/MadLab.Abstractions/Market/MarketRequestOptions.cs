using System.Security.Claims;

namespace MadLab;

/// <summary>What a caller may choose about an answer.</summary>
public sealed record MarketRequestOptions
{
    /// <summary>The one provider to ask; null, the default, asks them in order.</summary>
    public string? Provider { get; init; }

    /// <summary>What prices are corrected for; null, the default, corrects for all that the provider can.</summary>
    public PriceAdjustment? Adjustment { get; init; }

    /// <summary>
    /// The day at whose close the answer was known, not in the future; null, the default, for now. Of prices, key figures, surfaces,
    /// correlations, cones and quality; of providers whose <see cref="ProviderDescriptor.AnswersAsOf"/> is true.
    /// </summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>
    /// The length of bars, of prices alone; null, the default, leaves it to the range, and with <see cref="From"/> or <see cref="To"/> means days.
    /// A window reaches at most 10 days in bars of 1 minute, 60 of 5, 186 of 15 and 732 of an hour.
    /// </summary>
    public BarInterval? Interval { get; init; }

    /// <summary>The first moment of a bar, of prices alone; null, the default, for what the range says. It wins over the range.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last moment of a bar, of prices alone; null, the default, for the newest. A range counts back from the newest bar up to it.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>For whom the host asks: <see cref="IMarketAccess"/>, where there is one, then decides as over HTTP. Null, the default, is the host itself, which sees everything.</summary>
    public ClaimsPrincipal? Caller { get; init; }
}
