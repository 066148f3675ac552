namespace MadLab.Market.Quality;

/// <summary>Compares an answer with the one of the same provider that it would replace.</summary>
/// <remarks>
/// A page of an answer passes for the whole of one: it has bars, and they are right. Only who has seen the whole knows that something
/// is missing. It holds while the earlier answer can stand in; a history that stays shorter is taken at its word after that.
/// </remarks>
internal static class ContinuityValidation
{
    // Weekends and holidays: how much more the first bar may move than the last one.
    private static readonly TimeSpan Play = TimeSpan.FromDays(7);

    /// <summary>Checks the series.</summary>
    /// <param name="known">What the provider answered to the same question before.</param>
    /// <param name="series">What it answers now, valid in itself.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: it ends before the earlier one, or lost most of it.</exception>
    public static void Check(PriceSeries known, PriceSeries series)
    {
        if (known.Interval != series.Interval)
        {
            return;
        }

        var (before, now) = (known.Bars, series.Bars);
        var last = before[^1].IsFinal || before.Count == 1 ? before[^1] : before[^2];
        if (now[^1].Time < last.Time)
        {
            Malformed.Throw(series.Symbol, $"the bars end {now[^1].Time:yyyy-MM-dd'T'HH:mm:ss'Z'}; earlier they went to {last.Time:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        if (now.Count * 2 < before.Count && now[0].Time - before[0].Time > now[^1].Time - before[^1].Time + Play)
        {
            Malformed.Throw(series.Symbol, $"{now.Count} bars from {now[0].Time:yyyy-MM-dd} on, where there were {before.Count} from {before[0].Time:yyyy-MM-dd} on: a part of the answer is missing.");
        }
    }
}
