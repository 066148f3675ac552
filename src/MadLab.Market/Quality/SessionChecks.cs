using MadLab.Market.Calendars;

namespace MadLab.Market.Quality;

/// <summary>Sessions without bars, in the midst and at the end.</summary>
internal static class SessionChecks
{
    /// <summary>The longest closure of a large exchange in living memory, September 2001, left 7 days between two sessions: where no calendar is known, more is a gap.</summary>
    private const int LongestClosureDays = 7;

    /// <summary>Adds a gap for each run of missing sessions.</summary>
    /// <param name="days">Day numbers of the bars, rising.</param>
    /// <param name="pattern">The calendar.</param>
    /// <param name="issues">Where to.</param>
    /// <returns>How many sessions there were from the first bar's day to the last bar's; null without a calendar.</returns>
    public static int? CheckGaps(ReadOnlySpan<int> days, SessionPattern pattern, IssueList issues)
    {
        var expected = pattern.IsSession(DateOnly.FromDayNumber(days[0])) ? 1 : 0;
        for (var i = 1; i < days.Length; i++)
        {
            var (before, day) = (days[i - 1], days[i]);
            if (pattern == SessionPattern.Unknown)
            {
                if (day - before > LongestClosureDays)
                {
                    issues.Add(QualityKind.Gap, QualitySeverity.Info, Midnight(before + 1), $"There are {day - before} days between two bars.", day - before);
                }

                continue;
            }

            if (day == before)
            {
                continue;
            }

            var (missing, first) = (0, 0);
            for (var between = before + 1; between < day; between++)
            {
                if (pattern.IsSession(DateOnly.FromDayNumber(between)))
                {
                    first = missing++ == 0 ? between : first;
                }
            }

            expected += missing + (pattern.IsSession(DateOnly.FromDayNumber(day)) ? 1 : 0);
            if (missing > 0)
            {
                issues.Add(
                    QualityKind.Gap,
                    QualitySeverity.Warning,
                    Midnight(first),
                    $"{missing} {(missing == 1 ? "session has" : "sessions have")} no bar before {DateOnly.FromDayNumber(day):yyyy-MM-dd}.",
                    missing,
                    0);
            }
        }

        return pattern == SessionPattern.Unknown ? null : expected;
    }

    /// <summary>Adds an issue where the newest bar is older than it should be.</summary>
    public static void CheckAge(DateTimeOffset newest, int newestDay, SessionPattern pattern, in ExpectedFreshness freshness, IssueList issues)
    {
        if (pattern.NewestFinished(freshness.SettledBy) is not { } expected)
        {
            var age = freshness.Now - newest;
            if (age > TimeSpan.FromDays(LongestClosureDays + 1))
            {
                issues.Add(QualityKind.Stale, QualitySeverity.Warning, newest, $"The newest bar is {(int)age.TotalDays} days old.", (int)age.TotalDays);
            }

            return;
        }

        var behind = 0;
        for (var day = newestDay + 1; day <= expected.DayNumber; day++)
        {
            behind += pattern.IsSession(DateOnly.FromDayNumber(day)) ? 1 : 0;
        }

        if (behind > 0)
        {
            // Some vendors publish a session's bar hours after its close; the day after that none has an excuse.
            issues.Add(
                QualityKind.Stale,
                behind == 1 ? QualitySeverity.Info : QualitySeverity.Warning,
                newest,
                $"The newest bar is {behind} {(behind == 1 ? "session" : "sessions")} behind: {expected:yyyy-MM-dd} is over.",
                behind,
                0);
        }
    }

    private static DateTimeOffset Midnight(int day) => new(DateOnly.FromDayNumber(day), TimeOnly.MinValue, TimeSpan.Zero);
}
