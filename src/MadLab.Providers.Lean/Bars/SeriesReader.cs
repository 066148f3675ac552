using MadLab.Providers.Lean.Calendars;
using MadLab.Providers.Lean.Catalog;
using MadLab.Providers.Lean.Corporate;

namespace MadLab.Providers.Lean.Bars;

/// <summary>Answers price requests.</summary>
internal sealed class SeriesReader(DailyBars daily, IntradayBars intraday, IntradayWindows windows, MarketCalendars calendars)
{
    /// <summary>The series of a request.</summary>
    /// <exception cref="MarketDataException">There are no bars, or a file is broken.</exception>
    public PriceSeries Read(LeanInstrument instrument, PriceRequest request)
    {
        var all = KnownBy(daily.Of(instrument), instrument, request.AsOf);
        var factors = daily.FactorsOf(instrument);
        var calendar = calendars.Of(instrument.Market);

        // A share without a factor file cannot be corrected, and says so; pairs have nothing to correct for.
        var adjustment = factors is null && instrument.Market == LeanMarket.UsEquity ? PriceAdjustment.Raw : request.Adjustment;
        var correctable = Correctable(all, instrument, factors, adjustment);
        var wanted = InRange(correctable, request.Range);
        var series = request.Interval is not null ? windows.Of(instrument, request, correctable.Span, calendar)
            : request.Range.IsIntraday() && !request.DailyOnly ? intraday.Of(instrument, Days(wanted.Span), calendar)
            : null;
        var read = series is null ? wanted.Span : series.Bars;
        var bars = new Bar[read.Length];
        var known = request.AsOf is { } day ? factors?.On(day) : null;
        for (var i = 0; i < bars.Length; i++)
        {
            var time = series is null ? new DateTimeOffset(read[i].Time.Date, TimeSpan.Zero) : calendar.ToUtc(read[i].Time);
            var factor = factors?.On(read[i].Day) ?? Factors.None;
            bars[i] = BarAdjuster.Adjust(read[i], time, known is { } then ? factor.KnownBy(then) : factor, adjustment);
        }

        return new PriceSeries
        {
            Symbol = request.Symbol,
            Interval = series?.Interval ?? BarInterval.OneDay,
            Adjustment = adjustment,
            Bars = bars,
            Currency = instrument.Currency,
            AsOf = calendar.SessionOf(read[^1].Day).Close,
        };
    }

    private static ReadOnlyMemory<LeanBar> KnownBy(ReadOnlyMemory<LeanBar> all, LeanInstrument instrument, DateOnly? day)
    {
        var known = day is { } last && last < DateOnly.MaxValue ? all[..DailyBars.FirstOn(all.Span, last.AddDays(1))] : all;
        return known.IsEmpty
            ? throw new MarketDataException(MarketErrorKind.NoData, $"{instrument.DailyFile} has no bar up to {day:O}; the first is of {all.Span[0].Day:O}.")
            : known;
    }

    private static ReadOnlyMemory<LeanBar> Correctable(
        ReadOnlyMemory<LeanBar> all, LeanInstrument instrument, FactorFile? factors, PriceAdjustment adjustment)
    {
        if (factors is null || adjustment == PriceAdjustment.Raw)
        {
            return all;
        }

        var bars = all[DailyBars.FirstOn(all.Span, factors.Begins)..];
        return bars.IsEmpty
            ? throw new MarketDataException(
                MarketErrorKind.NoData, $"{FactorFile.Folder}/{instrument.Key}.csv has no exact factor for any bar; raw prices can be had.")
            : bars;
    }

    private static ReadOnlyMemory<LeanBar> InRange(ReadOnlyMemory<LeanBar> all, PriceRange range) =>
        range.Sessions() is { } sessions
            ? all[Math.Max(0, all.Length - sessions)..]
            : all[DailyBars.FirstOn(all.Span, range.FirstDay(all.Span[^1].Day))..];

    private static DateOnly[] Days(ReadOnlySpan<LeanBar> bars)
    {
        var days = new DateOnly[bars.Length];
        for (var i = 0; i < days.Length; i++)
        {
            days[i] = bars[i].Day;
        }

        return days;
    }
}
