using System.Runtime.InteropServices;
using MadLab.Market.Calendars;

namespace MadLab.Market.Quality;

/// <summary>Finds what looks wrong in a price series, valid or not. Data is described, never changed; <c>docs/analytics.md</c> has the rules.</summary>
internal static class QualityInspector
{
    /// <summary>The issues of a series, and how many sessions its exchange had meanwhile.</summary>
    /// <param name="series">The series; it may break every rule but that it has bars.</param>
    /// <param name="freshness">What its newest bar is measured against; null leaves its age alone.</param>
    public static (IssueList Issues, int? SessionsExpected) Inspect(PriceSeries series, ExpectedFreshness? freshness = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        var issues = new IssueList();
        var bars = SpanOf(series.Bars);
        if (bars.IsEmpty)
        {
            return (issues, null);
        }

        if (BarChecks.Check(bars, issues) is { } ordered)
        {
            bars = ordered;
        }

        JumpChecks.Check(bars, series.Adjustment, issues);
        if (series.Interval > BarInterval.OneDay)
        {
            return (issues, null);
        }

        var days = SessionPatterns.DaysOf(bars, series.Interval);
        var pattern = SessionPatterns.Of(days, series.Currency);
        var expected = SessionChecks.CheckGaps(days, pattern, issues);
        if (freshness is { } measure)
        {
            SessionChecks.CheckAge(bars[^1].Time, days[^1], pattern, measure, issues);
        }

        return (issues, expected);
    }

    private static ReadOnlySpan<Bar> SpanOf(IReadOnlyList<Bar> bars) => bars switch
    {
        Bar[] array => array,
        List<Bar> list => CollectionsMarshal.AsSpan(list),
        _ => bars.ToArray(),
    };
}
