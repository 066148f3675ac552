using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using FluentAssertions;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Quality;

public sealed class QualityMetricsTests
{
    [Fact]
    public async Task PriceFetch_OfADoubtfulSeries_IsCountedByKindOnceAFetch()
    {
        var fake = MarketApp.Fake();
        fake.Descriptor = fake.Descriptor with { IsHistorical = true };
        var bars = fake.Prices["AAPL"].Bars.ToArray();
        bars[100] = bars[100] with { Open = 1_500, High = 2_000, Low = 1_500, Close = 1_800 };
        bars[150] = bars[150] with { Low = -1 };
        fake.Prices["AAPL"] = fake.Prices["AAPL"] with { Bars = bars };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = Listen(app, counts);

        using var first = await app.App.GetAsync("/api/market?symbol=AAPL");
        using var hit = await app.App.GetAsync("/api/market?symbol=AAPL");
        using var report = await app.App.GetAsync("/api/market?symbol=AAPL&type=quality");

        first.IsSuccessStatusCode.Should().BeTrue("what looks wrong is counted and not refused");
        counts.Should().BeEquivalentTo(new Dictionary<string, long> { ["outlier"] = 1, ["negative"] = 1 });
    }

    private static MeterListener Listen(MarketApp app, ConcurrentDictionary<string, long> counts)
    {
        var factory = app.App.App.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                // The host's own meter: other tests' hosts run in this process, too.
                if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name == "madlab.market.data_quality.issues")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "madlab.quality.kind")
                {
                    counts.AddOrUpdate((string)tag.Value!, value, (_, sum) => sum + value);
                }
            }
        });
        listener.Start();
        return listener;
    }
}
