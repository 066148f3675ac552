namespace MadLab.Market.Calendars;

/// <summary>On which days an instrument is expected to trade.</summary>
internal enum SessionPattern
{
    /// <summary>Nothing is known: an exchange without a calendar here, or currencies.</summary>
    Unknown,

    /// <summary>The sessions of <see cref="TradingCalendar.UsEquity"/>.</summary>
    UsEquity,

    /// <summary>Every day of the week, as crypto-currencies.</summary>
    EveryDay,
}
