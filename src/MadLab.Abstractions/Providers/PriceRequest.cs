namespace MadLab;

/// <summary>What a price provider is asked for.</summary>
public sealed record PriceRequest
{
    /// <summary>The instrument.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>How far back, counted from the newest bar the provider has; <see cref="PriceRange.SixMonths"/> by default.</summary>
    public PriceRange Range { get; init; } = PriceRange.SixMonths;

    /// <summary>What to correct for; <see cref="PriceAdjustment.All"/> by default. The host asks only for what the descriptor offers.</summary>
    public PriceAdjustment Adjustment { get; init; } = PriceAdjustment.All;

    /// <summary>True asks for daily bars even where the range would be intraday; false by default.</summary>
    public bool DailyOnly { get; init; }

    /// <summary>
    /// The length of bars wanted, less than a day; null, the default, leaves it to <see cref="Range"/>. The host asks only for what
    /// <see cref="ProviderLimits.Intervals"/> offers, makes longer bars itself, and refuses an answer in another length as malformed.
    /// </summary>
    public BarInterval? Interval { get; init; }

    /// <summary>The first moment wanted, with <see cref="Interval"/> alone; null, the default, for a <see cref="Range"/>. Bars before it may come and are cut off.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last moment wanted, with <see cref="Interval"/> alone; null, the default, for the newest. A <see cref="Range"/> counts back from the newest bar up to it.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>
    /// The session day at whose close the answer was known; null, the default, for now. Later bars do not count, and prices are corrected for
    /// what happened up to that day alone. Asked only of a provider whose <see cref="ProviderDescriptor.AnswersAsOf"/> is true.
    /// </summary>
    public DateOnly? AsOf { get; init; }
}
