using MadLab.Market.Calendars;

namespace MadLab.Market.Feeds.Silence;

/// <summary>When a market is open, as far as it decides whether silence is a fault.</summary>
internal abstract class OpenHours
{
    /// <summary>Around the clock.</summary>
    public static OpenHours Always { get; } = new AlwaysOpen();

    /// <summary>The sessions of the US stock exchanges.</summary>
    public static OpenHours UsEquity { get; } = new UsEquitySessions();

    /// <summary>From Sunday 17:00 to Friday 17:00 in New York.</summary>
    public static OpenHours Forex { get; } = new ForexWeek();

    /// <summary>Since when the market has been open without a break; null when it is closed.</summary>
    public abstract DateTimeOffset? OpenSince(DateTimeOffset moment);

    /// <summary>When the market opens next, from a moment at which it is closed.</summary>
    public abstract DateTimeOffset NextOpen(DateTimeOffset moment);

    private sealed class AlwaysOpen : OpenHours
    {
        public override DateTimeOffset? OpenSince(DateTimeOffset moment) => DateTimeOffset.MinValue;

        public override DateTimeOffset NextOpen(DateTimeOffset moment) => moment;
    }

    private sealed class UsEquitySessions : OpenHours
    {
        public override DateTimeOffset? OpenSince(DateTimeOffset moment)
        {
            var session = TradingCalendar.UsEquity.NewestStarted(moment);
            return moment < session.CloseUtc ? session.OpenUtc : null;
        }

        public override DateTimeOffset NextOpen(DateTimeOffset moment)
        {
            var calendar = TradingCalendar.UsEquity;
            var today = EasternTime.DateAt(moment);
            return calendar.IsSession(today) && calendar.Session(today).OpenUtc is var opens && opens > moment
                ? opens
                : calendar.Session(calendar.Next(today)).OpenUtc;
        }
    }

    private sealed class ForexWeek : OpenHours
    {
        private static readonly TimeOnly Change = new(17, 0);

        public override DateTimeOffset? OpenSince(DateTimeOffset moment)
        {
            var sunday = SundayOf(moment);
            var opened = EasternTime.ToUtc(sunday, Change);
            return moment >= opened && moment < EasternTime.ToUtc(sunday.AddDays(5), Change) ? opened : null;
        }

        public override DateTimeOffset NextOpen(DateTimeOffset moment)
        {
            var sunday = SundayOf(moment);
            var opens = EasternTime.ToUtc(sunday, Change);
            return opens > moment ? opens : EasternTime.ToUtc(sunday.AddDays(7), Change);
        }

        private static DateOnly SundayOf(DateTimeOffset moment)
        {
            var day = EasternTime.DateAt(moment);
            return day.AddDays(-(int)day.DayOfWeek);
        }
    }
}
