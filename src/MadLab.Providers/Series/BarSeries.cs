namespace MadLab.Providers;

/// <summary>Makes longer bars of shorter ones, for upstreams whose lengths are not those of <see cref="BarInterval"/>.</summary>
/// <remarks>The host makes <c>5m</c>, <c>15m</c>, <c>1h</c> and <c>1w</c> of shorter bars by itself, from the opening of the session on: offer what the upstream has.</remarks>
public static class BarSeries
{
    /// <summary>Bars of a length, each the sum of those that begin within it.</summary>
    /// <param name="bars">The bars, oldest first.</param>
    /// <param name="length">The length, a day at most.</param>
    /// <param name="anchor">A moment at which a bar begins; midnight UTC by default. The opening, where a session does not begin on the hour.</param>
    /// <returns>Bars, oldest first; stretches in which nothing traded have none. One is final where all of it are.</returns>
    public static IReadOnlyList<Bar> Resample(IReadOnlyList<Bar> bars, TimeSpan length, DateTimeOffset? anchor = null)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, TimeSpan.FromDays(1));
        var start = (anchor ?? DateTimeOffset.UnixEpoch).UtcTicks;
        var made = new List<Bar>();
        foreach (var bar in bars)
        {
            var offset = (bar.Time.UtcTicks - start) % length.Ticks;
            var time = new DateTimeOffset(bar.Time.UtcTicks - (offset < 0 ? offset + length.Ticks : offset), TimeSpan.Zero);
            if (made.Count > 0 && made[^1].Time == time)
            {
                var open = made[^1];
                made[^1] = open with
                {
                    High = Math.Max(open.High, bar.High),
                    Low = Math.Min(open.Low, bar.Low),
                    Close = bar.Close,
                    Volume = open.Volume + bar.Volume,
                    IsFinal = open.IsFinal && bar.IsFinal,
                };
            }
            else
            {
                made.Add(bar with { Time = time });
            }
        }

        return made;
    }

    /// <summary>The bars that a request is about: those of its window, else of its range counted back from the newest, and none after <see cref="PriceRequest.AsOf"/>.</summary>
    /// <param name="bars">The bars, oldest first.</param>
    /// <param name="request">The request.</param>
    /// <exception cref="MarketDataException">None is left: <see cref="MarketErrorKind.NoData"/>.</exception>
    public static IReadOnlyList<Bar> Cut(IReadOnlyList<Bar> bars, PriceRequest request)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(request);
        var kept = bars.Where(b => !(b.Time < request.From) && !(b.Time > request.To) && !(request.AsOf is { } day && DateOnly.FromDateTime(b.Time.UtcDateTime) > day)).ToList();
        if (kept.Count > 0 && request.From is null && request.Range is not PriceRange.Max)
        {
            var newest = DateOnly.FromDateTime(kept[^1].Time.UtcDateTime);
            var first = request.Range switch
            {
                PriceRange.OneDay => SessionBefore(kept, 1),
                PriceRange.FiveDays => SessionBefore(kept, 5),
                _ => request.Range.FirstDay(newest),
            };
            kept.RemoveAll(b => DateOnly.FromDateTime(b.Time.UtcDateTime) < first);
        }

        return kept.Count > 0 ? kept : throw new MarketDataException(MarketErrorKind.NoData, $"There are no bars of {request.Symbol} in what was asked for.");
    }

    private static DateOnly SessionBefore(List<Bar> bars, int count) =>
        bars.Select(static b => DateOnly.FromDateTime(b.Time.UtcDateTime)).Distinct().TakeLast(count).First();
}
