namespace MadLab.Market.Calendars;

/// <summary>One trading session.</summary>
/// <param name="Day">The exchange's date.</param>
/// <param name="OpenUtc">The first moment of trading.</param>
/// <param name="CloseUtc">The moment of the closing price.</param>
internal readonly record struct TradingSession(DateOnly Day, DateTimeOffset OpenUtc, DateTimeOffset CloseUtc)
{
    /// <summary>How many minutes it lasts: 390, or 210 where it closes early.</summary>
    public int Minutes => (int)(CloseUtc - OpenUtc).TotalMinutes;
}
