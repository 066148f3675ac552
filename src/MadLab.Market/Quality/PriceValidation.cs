using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MadLab.Market.Quality;

/// <summary>Checks a provider's bars before anybody sees them. One pass, no allocation when they are valid.</summary>
/// <remarks>Negative prices pass: crude oil and spreads have had them. What looks wrong but can be true is <see cref="QualityInspector"/>'s.</remarks>
internal static class PriceValidation
{
    // East of Greenwich a session's day begins, in UTC, before it does on the clock.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <summary>Checks a series against what was asked, against the clock, and against what a series promises.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="series">What came.</param>
    /// <param name="now">The clock: a bar that begins more than a day later is none. Kept, it would pass for the newest until then.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the message names the first bar that is wrong.</exception>
    public static void Check(PriceRequest request, [NotNull] PriceSeries? series, DateTimeOffset now)
    {
        CheckIsSeries(request, series);

        // Raw is what a provider has of a symbol whose corporate actions it does not know. It says so, and so do header and warnings of the answer.
        if (series.Adjustment != request.Adjustment && series.Adjustment != PriceAdjustment.Raw)
        {
            Malformed.Throw(series.Symbol, $"prices adjusted for {request.Adjustment} were asked for, {series.Adjustment} came.");
        }

        var intraday = request.Range.IsIntraday() && !request.DailyOnly;
        if (request.Interval is { } asked)
        {
            if (series.Interval != asked)
            {
                Malformed.Throw(series.Symbol, $"{asked.ToText()} bars were asked for, {series.Interval} came.");
            }
        }
        else if (series.Interval > BarInterval.OneDay || (series.Interval < BarInterval.OneDay && !intraday))
        {
            Malformed.Throw(series.Symbol, $"{(intraday ? "intraday or daily" : "daily")} bars were asked for, {series.Interval} came.");
        }

        Check(series);
        if (series.Bars[^1].Time - now > Ahead)
        {
            Malformed.Throw(series.Symbol, $"the newest bar begins {series.Bars[^1].Time:yyyy-MM-dd'T'HH:mm:ss'Z'}, which is still to come.");
        }

        if (request.AsOf is { } day)
        {
            CheckKnownBy(series, day);
        }
    }

    /// <summary>Checks only that there is a series of the instrument with bars in it, so that its quality can be described.</summary>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the message says what is wrong.</exception>
    public static void CheckIsSeries(PriceRequest request, [NotNull] PriceSeries? series)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (series is null)
        {
            Malformed.Throw(request.Symbol, $"the provider answered null; without data it throws NoData.");
        }

        Malformed.ThrowIfNot(request.Symbol, series.Symbol);
        CheckLabels(series);
    }

    /// <summary>Why <see cref="Check(PriceRequest, PriceSeries, DateTimeOffset)"/> refuses a series; null when it does not.</summary>
    public static string? ProblemOf(PriceRequest request, PriceSeries series, DateTimeOffset now)
    {
        try
        {
            Check(request, series, now);
            return null;
        }
        catch (MarketDataException e)
        {
            return e.Message;
        }
    }

    /// <summary>Checks what a series promises.</summary>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the message names the first bar that is wrong.</exception>
    public static void Check(PriceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        CheckLabels(series);
        if (series.AsOf is { } asOf)
        {
            Malformed.ThrowIfNotUtc(series.Symbol, asOf);
        }

        var bars = series.Bars;
        var daily = series.Interval >= BarInterval.OneDay;
        var previous = DateTimeOffset.MinValue;
        for (var i = 0; i < bars.Count; i++)
        {
            var bar = bars[i];
            if (bar.Time <= previous
                || bar.Time.Offset != TimeSpan.Zero
                || (daily && bar.Time.UtcTicks % TimeSpan.TicksPerDay != 0)
                || !IsOrdered(bar)
                || bar.Volume < 0
                || (!bar.IsFinal && i < bars.Count - 1))
            {
                Refuse(series.Symbol, i, bar, previous, daily);
            }

            previous = bar.Time;
        }

        if (IsZero(bars[0]) && IsZero(bars[^1]) && bars.All(IsZero))
        {
            Malformed.Throw(series.Symbol, $"all {bars.Count} bars are zero, as upstreams answer what they do not know; without data a provider throws NoData.");
        }

        static bool IsZero(Bar bar) => bar is { High: 0, Low: 0 };
    }

    /// <summary>Whether open and close lie between low and high.</summary>
    public static bool IsOrdered(in Bar bar) =>
        bar.Low <= bar.Open && bar.Low <= bar.Close && bar.Open <= bar.High && bar.Close <= bar.High;

    /// <summary>A bar that came later was not known then: the provider has not understood the question.</summary>
    private static void CheckKnownBy(PriceSeries series, DateOnly day)
    {
        // A session east or west of Greenwich may lie on the next date in UTC, in part.
        var newest = DateOnly.FromDateTime(series.Bars[^1].Time.UtcDateTime);
        if (newest.DayNumber > day.DayNumber + (series.Interval.IsIntraday() ? 1 : 0))
        {
            Malformed.Throw(series.Symbol, $"prices as of {day:yyyy-MM-dd} were asked for, and came up to {newest:yyyy-MM-dd}.");
        }
    }

    private static void CheckLabels(PriceSeries series)
    {
        if (!Enum.IsDefined(series.Interval) || !Enum.IsDefined(series.Adjustment))
        {
            Malformed.Throw(series.Symbol, $"interval {series.Interval} or adjustment {series.Adjustment} is none.");
        }

        if (series.Bars is not { Count: > 0 })
        {
            Malformed.Throw(series.Symbol, $"a series has no bars; without data a provider throws NoData.");
        }
    }

    private static void Refuse(Symbol symbol, int index, in Bar bar, DateTimeOffset previous, bool daily)
    {
        var invariant = CultureInfo.InvariantCulture;
        var problem = bar switch
        {
            _ when bar.Time.Offset != TimeSpan.Zero => "its time is not UTC.",
            _ when bar.Time == default => "it has no time.",
            _ when bar.Time <= previous => string.Create(invariant, $"it is not after the one before, of {previous:yyyy-MM-dd'T'HH:mm:ss'Z'}."),
            _ when daily && bar.Time.UtcTicks % TimeSpan.TicksPerDay != 0 => "a daily bar's time is midnight UTC of its session day.",
            _ when !IsOrdered(bar) => string.Create(invariant, $"open {bar.Open} and close {bar.Close} are not between low {bar.Low} and high {bar.High}."),
            _ when bar.Volume < 0 => string.Create(invariant, $"volume {bar.Volume} is negative."),
            _ => "only the newest bar may be unfinished.",
        };
        Malformed.Throw(symbol, $"bar {index} ({bar.Time:yyyy-MM-dd'T'HH:mm:sszzz}): {problem}");
    }
}
