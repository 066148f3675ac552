using System.Diagnostics.Metrics;
using FluentAssertions;
using MadLab.Diagnostics;
using MadLab.Http;
using MadLab.Metrics;
using Xunit;

namespace MadLab.Tests.Metrics;

public sealed class MetricsRegistryTests : IDisposable
{
    private readonly RegistryFixture _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Record_Measured60SecondsAgo_LeavesTheTimerAndStaysInTheCounter()
    {
        _metrics.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(100));
        _metrics.Clock.Advance(TimeSpan.FromSeconds(50));
        _metrics.Timer("market:GET").Count.Should().Be(1);

        _metrics.Clock.Advance(TimeSpan.FromSeconds(11));

        _metrics.Timer("market:GET").Should().Be(new TimerValue("market:GET", 0, 0, 0, 0, 0, 0, 0));
        _metrics.Counter("market:GET:count").Should().Be(1);
    }

    [Fact]
    public void Record_OverTwoMinutes_ShowsTheLastMinuteOnly()
    {
        for (var second = 0; second < 120; second++)
        {
            _metrics.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(second < 60 ? 1000 : 10));
            _metrics.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var timer = _metrics.Timer("market:GET");
        timer.Count.Should().Be(60);
        timer.Max.Should().Be(10);
        timer.P99.Should().BeApproximately(10, 0.1);
        timer.Avg.Should().Be(10);
        _metrics.Counter("market:GET:count").Should().Be(120);
    }

    [Fact]
    public void Max_OfAnEarlierSlice_IsKeptForTheWindow()
    {
        _metrics.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(777));
        _metrics.Clock.Advance(TimeSpan.FromSeconds(25));
        _metrics.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(3));

        _metrics.Timer("market:GET").Max.Should().Be(777);
    }

    [Fact]
    public void Rate_SteadyEvents_IsTheirNumberPerSecondOfTheWindow()
    {
        var sent = _metrics.Meter.CreateCounter<long>(Instruments.StreamMessagesSent);
        for (var second = 0; second < 200; second++)
        {
            sent.Add(5, RegistryFixture.Transport("websocket"));
            _metrics.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var rate = _metrics.Rate("ws:messages:sent");
        rate.PerSec.Should().Be(5);
        rate.WindowSec.Should().BeInRange(50, 60);
        rate.CountInWindow.Should().Be((long)(5 * rate.WindowSec));
    }

    [Fact]
    public void Rate_InTheFirstMoment_IsNotAbsurd()
    {
        _metrics.Requests.Record("market", "GET", 200, TimeSpan.Zero);

        _metrics.Rate("market:GET:count").Should().Be(new RateValue("market:GET:count:rate", 1, 1, 1));
    }

    [Fact]
    public void Record_TwoHostsInOneProcess_DoNotMix()
    {
        using var other = new RegistryFixture();
        other.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(1));
        other.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(1));
        _metrics.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(1));

        _metrics.Counter("market:GET:count").Should().Be(1);
        other.Counter("market:GET:count").Should().Be(2);
    }

    [Fact]
    public void Record_OtherMeters_AreNotHeard()
    {
        using var foreign = new Meter(MadLabDiagnostics.MeterName);
        foreign.CreateCounter<long>(Instruments.StreamTicks).Add(7);

        _metrics.Counter("stream:ticks").Should().Be(0);
    }

    [Fact]
    public async Task Record_ManyThreads_LosesNothing()
    {
        const int threads = 4, rounds = 50_000;
        var ticks = _metrics.Meter.CreateCounter<long>(Instruments.StreamTicks);
        using var start = new Barrier(threads + 1);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < rounds; i++)
                {
                    _metrics.Requests.Record(i % 2 == 0 ? "market" : "templates", "GET", 200 + (i % 7), TimeSpan.FromMicroseconds(i + 1));
                    ticks.Add(2);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();

        // Reading and sampling go on meanwhile: they must take nothing away.
        start.SignalAndWait();
        while (!Array.TrueForAll(writers, w => w.IsCompleted))
        {
            _metrics.Snapshot();
            _metrics.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(30));
        var counts = _metrics.Counter("market:GET:count") + _metrics.Counter("templates:GET:count");
        counts.Should().Be(threads * rounds);
        _metrics.Counter("stream:ticks").Should().Be(threads * rounds * 2);
    }

    [Fact]
    public void Record_KnownTags_AllocatesNothing()
    {
        object status = 200;
        var histogram = _metrics.Meter.CreateHistogram<double>(Instruments.RequestDuration, "s");
        var counter = _metrics.Meter.CreateCounter<long>(Instruments.StreamTicks);
        Measure(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Measure(10_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Measure(int times)
        {
            for (var i = 0; i < times; i++)
            {
                histogram.Record(0.0123, new(Instruments.Area, "market"), new(Instruments.Method, "GET"), new(Instruments.Status, status));
                counter.Add(1);
            }
        }
    }

    [Fact]
    public void Record_Head_CountsAsGet()
    {
        _metrics.Requests.Record("market", "HEAD", 200, TimeSpan.FromMilliseconds(1));

        _metrics.Timer("market:GET").Count.Should().Be(1);
        _metrics.Snapshot().Timers.Should().NotContain(t => t.Name.EndsWith(":HEAD", StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_EveryAnswerOf400AndAbove_CountsByCategoryAndSeverity()
    {
        foreach (var status in new[] { 200, 304, 399, 400, 404, 429, 499, 500, 503 })
        {
            _metrics.Requests.Record("market", "GET", status, TimeSpan.FromMilliseconds(1));
        }

        _metrics.Requests.Record("templates", "POST", 400, TimeSpan.FromMilliseconds(1));
        _metrics.Meter.CreateCounter<long>(Instruments.StreamErrors).Add(2, RegistryFixture.Transport("sse"));
        _metrics.Meter.CreateCounter<long>(Instruments.StreamFeedErrors).Add(3);

        // 499 is a client that left: it got no answer.
        _metrics.Counter("market:GET:errors").Should().Be(5);
        var errors = _metrics.Snapshot().Errors;
        errors.TotalErrors.Should().Be(11);
        errors.ErrorsByCategory.Should().Equal(new Dictionary<string, long> { ["feed"] = 3, ["market"] = 5, ["stream"] = 2, ["templates"] = 1 });
        errors.ErrorsBySeverity.Should().Equal(new Dictionary<string, long> { ["error"] = 7, ["warning"] = 4 });
        errors.RecentErrors.Should().Be(11);
    }

    [Fact]
    public void RecentErrors_AfterFiveMinutes_AreForgotten()
    {
        _metrics.Requests.Record("market", "GET", 500, TimeSpan.FromMilliseconds(1));
        _metrics.Clock.Advance(TimeSpan.FromSeconds(280));
        _metrics.Requests.Record("market", "GET", 500, TimeSpan.FromMilliseconds(1));
        _metrics.Snapshot().Errors.RecentErrors.Should().Be(2);

        _metrics.Clock.Advance(TimeSpan.FromSeconds(21));

        _metrics.Snapshot().Errors.RecentErrors.Should().Be(1);
        _metrics.Snapshot().Errors.TotalErrors.Should().Be(2);
    }

    [Fact]
    public void Snapshot_NothingMeasured_HasEveryNameClientsRead()
    {
        var snapshot = _metrics.Snapshot();

        string[] timers =
        [
            "market:GET", "market:POST", "ws:tick", "templates:GET", "templates:POST", "templates:DELETE",
            "workspaces:GET", "workspaces:POST", "workspaces:PUT", "workspaces:DELETE",
        ];
        string[] counters =
        [
            .. timers.Select(t => t + ":count"), .. timers.Select(t => t + ":errors"),
            "ws:connections", "ws:connections:closed", "ws:messages:sent", "ws:messages:recv", "ws:subscriptions", "ws:bad_messages",
            "ws:stream:errors", "ws:queue:coalesced", "ws:queue:flushed", "stream:ticks", "market:data_quality:issues",
            "market:data_validation:errors", "market:cache:hits", "market:cache:misses", "market:cache:stale",
            "market:cache:evictions", "market:cache:shared",
        ];
        snapshot.Timers.Select(t => t.Name).Should().Contain(timers).And.OnlyHaveUniqueItems();
        snapshot.Counters.Select(c => c.Name).Should().Contain(counters).And.OnlyHaveUniqueItems();
        snapshot.Rates.Select(r => r.Name).Should().Contain(counters.Select(c => c + ":rate"));
        snapshot.Counters.Should().OnlyContain(c => c.Value == 0);
    }

    [Fact]
    public void Snapshot_StreamInstruments_FeedTheWebSocketNames()
    {
        var active = _metrics.Meter.CreateUpDownCounter<long>(Instruments.StreamConnectionsActive);
        active.Add(1, RegistryFixture.Transport("websocket"));
        active.Add(1, RegistryFixture.Transport("websocket"));
        active.Add(1, RegistryFixture.Transport("sse"));
        active.Add(-1, RegistryFixture.Transport("websocket"));
        Count(Instruments.StreamConnectionsClosed, 1);
        Count(Instruments.StreamMessagesSent, 10);
        Count(Instruments.StreamMessagesReceived, 4);
        Count(Instruments.StreamSubscriptions, 6);
        Count(Instruments.StreamBadMessages, 2);
        Count(Instruments.StreamErrors, 3);
        _metrics.Meter.CreateCounter<int>(Instruments.StreamFeedErrors).Add(5);
        _metrics.Meter.CreateHistogram<double>(Instruments.StreamTickDuration, "s").Record(0.002);

        var ws = _metrics.Snapshot().Ws;
        ws.Connections.Should().Be(1);
        ws.ConnectionsClosed.Should().Be(1);
        ws.MessagesSentRate.CountInWindow.Should().Be(10);
        ws.MessagesRecvRate.CountInWindow.Should().Be(4);
        ws.SubscriptionsTotal.Should().Be(6);
        ws.BadMessages.Should().Be(2);
        ws.Errors.Should().Be(3);
        ws.StreamErrors.Should().Be(5);
        _metrics.Counter("ws:connections").Should().Be(2, "those ever opened are counted");
        _metrics.Timer("ws:tick").Count.Should().Be(1);
        _metrics.Counter("ws:tick:count").Should().Be(1);

        void Count(string instrument, long value)
        {
            var counter = _metrics.Meter.CreateCounter<long>(instrument);
            counter.Add(value, RegistryFixture.Transport("websocket"));
            counter.Add(100, RegistryFixture.Transport("sse"));
        }
    }

    [Theory]
    [InlineData("hit", "market:cache:hits")]
    [InlineData("miss", "market:cache:misses")]
    [InlineData("stale", "market:cache:stale")]
    [InlineData("shared", "market:cache:shared")]
    public void Snapshot_CacheRequests_FeedTheirNames(string result, string counter)
    {
        _metrics.Meter.CreateCounter<long>(Instruments.CacheRequests).Add(9, RegistryFixture.Result(result));

        _metrics.Counter(counter).Should().Be(9);
        _metrics.Snapshot().Counters.Count(c => c.Value == 9).Should().Be(1);
    }

    [Fact]
    public void Read_ObservableInstruments_AreAskedEachTime()
    {
        var entries = 3;
        _metrics.Meter.CreateObservableGauge(Instruments.CacheEntries, () => entries, "{entry}");
        _metrics.Prometheus().Should().Contain("madlab_cache_entries 3\n");

        entries = 4;

        _metrics.Prometheus().Should().Contain("madlab_cache_entries 4\n");
    }

    [Fact]
    public void Read_AnObservableInstrumentThrows_OthersAreStillRead()
    {
        _metrics.Meter.CreateObservableGauge("madlab.broken", int () => throw new InvalidOperationException("broken"));
        _metrics.Meter.CreateObservableGauge(Instruments.CacheEntries, () => 5);

        _metrics.Prometheus().Should().Contain("madlab_cache_entries 5\n").And.NotContain("madlab_broken");
    }

    [Fact]
    public void Record_MoreTagsThanTheCap_CountInOneSeries()
    {
        var counter = _metrics.Meter.CreateCounter<long>("madlab.flood");
        for (var i = 0; i < MetricFamily.MaxSeries + 100; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("key", $"value-{i}"));
        }

        var lines = _metrics.Prometheus().Split('\n').Where(l => l.StartsWith("madlab_flood_total{", StringComparison.Ordinal)).ToArray();
        lines.Should().HaveCount(MetricFamily.MaxSeries + 1);
        lines.Should().Contain("madlab_flood_total{otel_metric_overflow=\"true\"} 100");
    }

    [Fact]
    public void Record_SameTagsInAnotherOrder_AreOneSeries()
    {
        var counter = _metrics.Meter.CreateCounter<long>("madlab.order");
        counter.Add(1, new KeyValuePair<string, object?>("a", 1), new KeyValuePair<string, object?>("b", "x"));
        counter.Add(2, new KeyValuePair<string, object?>("b", "x"), new KeyValuePair<string, object?>("a", 1));

        _metrics.Prometheus().Should().Contain("madlab_order_total{a=\"1\",b=\"x\"} 3\n");
    }

    [Fact]
    public void Record_SameNameAsAnotherKind_IsIgnored()
    {
        _metrics.Meter.CreateCounter<long>("madlab.twice").Add(1);
        _metrics.Meter.CreateHistogram<double>("madlab.twice").Record(1);

        _metrics.Prometheus().Should().Contain("madlab_twice_total 1\n").And.NotContain("madlab_twice_count");
    }

    [Fact]
    public void Record_EveryNumericType_IsHeard()
    {
        _metrics.Meter.CreateCounter<byte>("madlab.sum").Add(1);
        _metrics.Meter.CreateCounter<short>("madlab.sum").Add(2);
        _metrics.Meter.CreateCounter<int>("madlab.sum").Add(4);
        _metrics.Meter.CreateCounter<long>("madlab.sum").Add(8);
        _metrics.Meter.CreateCounter<float>("madlab.sum").Add(0.5f);
        _metrics.Meter.CreateCounter<double>("madlab.sum").Add(0.25);
        _metrics.Meter.CreateCounter<decimal>("madlab.sum").Add(16);

        _metrics.Prometheus().Should().Contain("madlab_sum_total 31.75\n");
    }

    [Fact]
    public void Dispose_Registry_StopsItsTimer()
    {
        _metrics.Clock.TimerCount.Should().Be(1);

        _metrics.Registry.Dispose();

        _metrics.Clock.TimerCount.Should().Be(0);
    }
}
