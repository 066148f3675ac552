namespace MadLab.Providers.Lean.Calendars;

/// <summary>One market's entry of the market hours database: the regular session, as far as this provider needs it.</summary>
internal sealed record MarketHours
{
    /// <summary>The time zone of the times in data files.</summary>
    public required string DataZone { get; init; }

    /// <summary>The time zone of the times below.</summary>
    public required string ExchangeZone { get; init; }

    /// <summary>Opening and close of each day of the week, from Sunday; null where there is no session.</summary>
    public required IReadOnlyList<(TimeSpan Open, TimeSpan Close)?> Week { get; init; }

    /// <summary>Days that close early, and when.</summary>
    public IReadOnlyDictionary<DateOnly, TimeSpan> EarlyCloses { get; init; } = new Dictionary<DateOnly, TimeSpan>();

    /// <summary>Days that open late, and when.</summary>
    public IReadOnlyDictionary<DateOnly, TimeSpan> LateOpens { get; init; } = new Dictionary<DateOnly, TimeSpan>();
}
