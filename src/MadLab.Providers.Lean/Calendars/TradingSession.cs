namespace MadLab.Providers.Lean.Calendars;

/// <summary>When the regular session of a day begins and ends, UTC.</summary>
internal readonly record struct TradingSession(DateTimeOffset Open, DateTimeOffset Close)
{
    /// <summary>How long the session is.</summary>
    public TimeSpan Length => Close - Open;
}
