using System.Collections.Concurrent;

namespace MadLab.Market.Tests.Prices;

/// <summary>A provider of bars of several lengths that keeps every request; made to be asked for windows and past days.</summary>
internal sealed class BarSource : IPriceProvider
{
    public BarSource(params PriceSeries[] series)
    {
        foreach (var one in series)
        {
            Series[one.Interval] = one;
        }

        Descriptor = new ProviderDescriptor
        {
            Feed = "bars",
            Currency = "USD",
            AnswersAsOf = true,
            IsHistorical = true,
            Adjustments = [PriceAdjustment.Raw, PriceAdjustment.All],
            Limits = new ProviderLimits { Intervals = [.. Series.Keys.Order()] },
        };
    }

    public ProviderDescriptor Descriptor { get; set; }

    public ConcurrentDictionary<BarInterval, PriceSeries> Series { get; } = new();

    public ConcurrentQueue<PriceRequest> Requests { get; } = new();

    public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        Requests.Enqueue(request);
        if (!Series.TryGetValue(request.Interval ?? BarInterval.OneDay, out var series))
        {
            throw new MarketDataException(MarketErrorKind.NoData, "no bars of that length");
        }

        var last = request.AsOf is { } day ? new DateTimeOffset(day, TimeOnly.MaxValue, TimeSpan.Zero) : DateTimeOffset.MaxValue;
        var bars = series.Bars.Where(b => b.Time <= last && b.Time >= (request.From ?? DateTimeOffset.MinValue) && b.Time <= (request.To ?? DateTimeOffset.MaxValue)).ToList();
        return bars.Count == 0
            ? throw new MarketDataException(MarketErrorKind.NoData, "no bars in that window")
            : Task.FromResult(series with { Bars = bars, Adjustment = request.Adjustment, AsOf = bars.Count == series.Bars.Count ? series.AsOf : null });
    }

    /// <summary>Bars one after the other, from a moment on, as a walk that depends on the seed alone.</summary>
    public static IEnumerable<Bar> Walk(DateTimeOffset first, TimeSpan step, int count, int seed)
    {
        var random = new Random(seed);
        var close = 100m;
        for (var i = 0; i < count; i++)
        {
            var open = close + (random.Next(-50, 51) / 100m);
            close = open + (random.Next(-50, 51) / 100m);
            yield return new Bar
            {
                Time = first + (i * step),
                Open = open,
                High = Math.Max(open, close) + (random.Next(0, 30) / 100m),
                Low = Math.Min(open, close) - (random.Next(0, 30) / 100m),
                Close = close,
                Volume = random.Next(0, 10_000),
            };
        }
    }

    public static PriceSeries SeriesOf(BarInterval interval, IEnumerable<Bar> bars, string symbol = "AAPL", string? currency = "USD", DateTimeOffset? asOf = null) => new()
    {
        Symbol = Symbol.Parse(symbol), Interval = interval, Adjustment = PriceAdjustment.All, Bars = [.. bars], Currency = currency, AsOf = asOf,
    };

    /// <summary>The minutes of US sessions, whole.</summary>
    public static PriceSeries Minutes(params (DateTimeOffset Open, int Count)[] sessions) => SeriesOf(
        BarInterval.OneMinute,
        sessions.SelectMany((s, i) => Walk(s.Open, TimeSpan.FromMinutes(1), s.Count, seed: i + 1)));
}
