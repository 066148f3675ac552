namespace MadLab.Market.Quality;

/// <summary>What is wrong with single bars and their order.</summary>
internal static class BarChecks
{
    /// <summary>Adds what is wrong.</summary>
    /// <returns>The bars in order of time, each time once, where they were not so already; else null.</returns>
    public static Bar[]? Check(ReadOnlySpan<Bar> bars, IssueList issues)
    {
        var inOrder = true;
        for (var i = 0; i < bars.Length; i++)
        {
            ref readonly var bar = ref bars[i];
            var ordered = PriceValidation.IsOrdered(bar);
            if (!ordered || bar.Low <= 0 || bar.Volume < 0)
            {
                CheckSigns(bar, issues);
            }

            if (!ordered)
            {
                issues.Add(
                    QualityKind.Ohlc,
                    QualitySeverity.Error,
                    bar.Time,
                    $"Open {bar.Open:0.########} and close {bar.Close:0.########} are not between low {bar.Low:0.########} and high {bar.High:0.########}.",
                    bar.Close,
                    Math.Clamp(bar.Close, Math.Min(bar.Low, bar.High), Math.Max(bar.Low, bar.High)));
            }

            if (i > 0)
            {
                inOrder &= CheckOrder(bars[i - 1], bar, issues);
            }
        }

        return inOrder ? null : Ordered(bars);
    }

    private static void CheckSigns(in Bar bar, IssueList issues)
    {
        var least = Math.Min(Math.Min(bar.Open, bar.Close), Math.Min(bar.Low, bar.High));
        if (least <= 0)
        {
            // Futures and spreads have traded below zero; a share has not.
            issues.Add(QualityKind.Negative, QualitySeverity.Error, bar.Time, $"A price of {least:0.########} is not positive.", least);
        }

        if (bar.Volume < 0)
        {
            issues.Add(QualityKind.Negative, QualitySeverity.Error, bar.Time, $"A volume of {bar.Volume:0.########} is negative.", bar.Volume);
        }
    }

    /// <summary>Whether a bar is after the one before it.</summary>
    private static bool CheckOrder(in Bar before, in Bar bar, IssueList issues)
    {
        if (bar.Time == before.Time)
        {
            issues.Add(QualityKind.Duplicate, QualitySeverity.Error, bar.Time, $"There are two bars of this time, with closes of {before.Close:0.########} and {bar.Close:0.########}.", bar.Close, before.Close);
            return false;
        }

        if (bar.Time < before.Time)
        {
            issues.Add(QualityKind.Duplicate, QualitySeverity.Error, bar.Time, $"The bar comes after that of {before.Time:yyyy-MM-dd'T'HH:mm:ss'Z'}, which is later.");
            return false;
        }

        // Flat bars repeat by themselves where nothing is traded; one that moved does not to the last digit and unit.
        if (bar.Close == before.Close && bar.Volume > 0 && bar.High > bar.Low && bar == before with { Time = bar.Time, IsFinal = bar.IsFinal })
        {
            issues.Add(QualityKind.Duplicate, QualitySeverity.Warning, bar.Time, $"The bar repeats that of {before.Time:yyyy-MM-dd'T'HH:mm:ss'Z'} in all prices and its volume.", bar.Close);
        }

        return true;
    }

    private static Bar[] Ordered(ReadOnlySpan<Bar> bars)
    {
        var sorted = bars.ToArray().OrderBy(b => b.Time).ToList(); // a stable sort: of two bars of one time the first stays
        var kept = new List<Bar>(sorted.Count);
        foreach (var bar in sorted)
        {
            if (kept.Count == 0 || bar.Time > kept[^1].Time)
            {
                kept.Add(bar);
            }
        }

        return [.. kept];
    }
}
