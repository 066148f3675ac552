using MadLab.Providers.Lean.Bars;
using MadLab.Providers.Lean.Calendars;
using MadLab.Providers.Lean.Catalog;
using MadLab.Providers.Lean.Corporate;

namespace MadLab.Providers.Lean.Replay;

/// <summary>Loads the path of an instrument's newest session.</summary>
internal sealed class ReplayLoader(DailyBars daily, IntradayBars intraday, MarketCalendars calendars)
{
    /// <summary>The path of the newest session; the one given when the newest daily bar is still the same.</summary>
    /// <exception cref="MarketDataException">There are no bars, or a file is broken.</exception>
    public ReplayPath Load(LeanInstrument instrument, ReplayPath? last)
    {
        var bars = daily.Of(instrument).Span;
        var newest = bars[^1];
        if (last is not null && last.Daily == newest)
        {
            return last;
        }

        var previousClose = bars.Length > 1 ? InUnitsOf(newest, bars[^2], daily.FactorsOf(instrument)) : (decimal?)null;
        var calendar = calendars.Of(instrument.Market);
        var session = calendar.SessionOf(newest.Day);
        return intraday.Of(instrument, [newest.Day], calendar) is { } series
            ? ReplayPathBuilder.FromIntraday(
                instrument.Market.Type, newest, previousClose, session.Length,
                Array.ConvertAll(series.Bars, b => (calendar.ToUtc(b.Time) - session.Open, b)), series.Length)
            : ReplayPathBuilder.FromDaily(instrument.Market.Type, newest, previousClose, session.Length);
    }

    // A replay shows prices as they were traded, so yesterday's close is corrected when a split came in between.
    private static decimal InUnitsOf(LeanBar newest, LeanBar before, FactorFile? factors) => factors is null
        ? before.Close
        : BarAdjuster.Round(before.Close * factors.On(before.Day).Split / factors.On(newest.Day).Split);
}
