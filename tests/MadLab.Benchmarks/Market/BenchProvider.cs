namespace MadLab.Benchmarks.Market;

/// <summary>Serves any symbol the same daily bars; slowly where the symbol says so.</summary>
internal sealed class BenchProvider : IPriceProvider
{
    public const string SlowPrefix = "COLD";

    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    // 115 bars are 12 KB of JSON, 21 a month.
    private static readonly Bar[] Half = Bars(115);
    private static readonly Bar[] Month = Half[^21..];

    public ProviderDescriptor Descriptor { get; } = new()
    {
        Feed = "bench",
        Currency = "USD",
        Adjustments = [PriceAdjustment.All],
        Capabilities = ProviderCapabilities.Prices,
    };

    public async Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default)
    {
        if (request.Symbol.Value.StartsWith(SlowPrefix, StringComparison.Ordinal))
        {
            await Task.Delay(Delay, cancellationToken);
        }

        var bars = request.Range == PriceRange.OneMonth ? Month : Half;
        return new PriceSeries { Symbol = request.Symbol, Interval = BarInterval.OneDay, Adjustment = request.Adjustment, Bars = bars, AsOf = bars[^1].Time };
    }

    private static Bar[] Bars(int count)
    {
        var random = new Random(1);
        var close = 180m;
        var bars = new Bar[count];
        for (var i = 0; i < count; i++)
        {
            var open = close;
            close += random.Next(-200, 201) / 100m;
            bars[i] = new Bar
            {
                Time = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero).AddDays(i),
                Open = open,
                High = Math.Max(open, close) + (random.Next(1, 100) / 100m),
                Low = Math.Min(open, close) - (random.Next(1, 100) / 100m),
                Close = close,
                Volume = random.Next(10_000_000, 90_000_000),
            };
        }

        return bars;
    }
}
