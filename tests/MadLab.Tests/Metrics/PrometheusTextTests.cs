using System.Diagnostics;
using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Diagnostics;
using MadLab.Metrics;
using Xunit;

namespace MadLab.Tests.Metrics;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly RegistryFixture _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void Write_RequestDurations_AreAHistogramInSeconds()
    {
        foreach (var ms in new[] { 0.05, 3, 3, 40, 600, 20_000 })
        {
            _metrics.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(ms));
        }

        var family = PrometheusGrammar.Parse(_metrics.Prometheus())["madlab_request_duration_seconds"];
        family.Type.Should().Be("histogram");
        Bucket("0.0001").Should().Be(1);
        Bucket("0.0025").Should().Be(1);
        Bucket("0.005").Should().Be(3);
        Bucket("0.05").Should().Be(4);
        Bucket("0.5").Should().Be(4);
        Bucket("0.75").Should().Be(5);
        Bucket("10").Should().Be(5);
        Bucket("+Inf").Should().Be(6);
        var sum = family.Samples.Single(s => s.Name.EndsWith("_sum", StringComparison.Ordinal));
        sum.Value.Should().BeApproximately(20.64605, 1e-6);
        sum.Labels.Should().Equal(new Dictionary<string, string>
        {
            ["http_request_method"] = "GET",
            ["http_response_status_code"] = "200",
            ["madlab_area"] = "market",
        });

        double Bucket(string le) => family.Samples.Single(s => s.Labels.TryGetValue("le", out var bound) && bound == le).Value;
    }

    [Fact]
    public void Write_Histogram_CountsSinceTheStart()
    {
        _metrics.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(1));
        _metrics.Clock.Advance(TimeSpan.FromMinutes(10));
        _metrics.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(1));

        var family = PrometheusGrammar.Parse(_metrics.Prometheus())["madlab_request_duration_seconds"];
        family.Samples.Single(s => s.Name.EndsWith("_count", StringComparison.Ordinal)).Value.Should().Be(2);
    }

    [Fact]
    public void Write_EachKind_HasItsTypeAndName()
    {
        _metrics.Meter.CreateCounter<long>(Instruments.CacheEvictions, "{entry}", "Entries that left.").Add(3);
        _metrics.Meter.CreateUpDownCounter<long>(Instruments.StreamConnectionsActive).Add(2, RegistryFixture.Transport("sse"));
        _metrics.Meter.CreateObservableGauge(Instruments.CacheSize, () => 1024L, "By");

        var families = PrometheusGrammar.Parse(_metrics.Prometheus());
        families["madlab_cache_evictions_total"].Should().BeEquivalentTo(new { Type = "counter", Help = "Entries that left." });
        families["madlab_stream_connections_active"].Type.Should().Be("gauge");
        families["madlab_cache_size_bytes"].Samples.Single().Value.Should().Be(1024);
        families["process_resident_memory_bytes"].Samples.Single().Value.Should().BePositive();
        families["madlab_build_info"].Samples.Single().Labels.Should().ContainKey("version");
    }

    [Fact]
    public void Write_HostileTags_StaysWithinTheGrammar()
    {
        var hostile = Gen.Elements("a", "\n", "\"", "\\", "}", "{", ",", "=", " ", "\r", "\t", "\0", "é", "\ud800", "\ud83d\ude00", "le", "__", "9", "# HELP x y");
        var text = Gen.ListOf(hostile).Select(string.Concat);
        var tags = Gen.ListOf(Gen.Zip(text, text), 3);
        var series = 0;
        Prop.ForAll(Arb.From(tags), pairs =>
        {
            using var metrics = new RegistryFixture();
            var set = pairs.Select(p => new KeyValuePair<string, object?>(p.Item1, p.Item2)).ToArray();
            metrics.Meter.CreateCounter<long>("madlab.hostile").Add(1, set);
            metrics.Meter.CreateHistogram<double>("madlab.hostile.time", "s", "broken\nhelp \\ \"quoted\"").Record(0.01, set);
            var families = PrometheusGrammar.Parse(metrics.Prometheus());
            families["madlab_hostile_total"].Samples.Should().ContainSingle();
            families["madlab_hostile_time_seconds"].Help.Should().Be(@"broken\nhelp \\ ""quoted""");
            series++;
        }).QuickCheckThrowOnFailure();
        series.Should().BePositive();
    }

    [Fact]
    public void Write_HostileValue_IsReadBackAsItWas()
    {
        const string value = "line\nbreak \"quote\" back\\slash {a=b,} é 😀";
        _metrics.Meter.CreateCounter<long>("madlab.hostile").Add(1, new KeyValuePair<string, object?>("some.key", value));

        PrometheusGrammar.Parse(_metrics.Prometheus())["madlab_hostile_total"].Samples.Single().Labels["some_key"].Should().Be(value);
    }

    [Theory]
    [InlineData("madlab.request.duration", "s", nameof(MetricKind.Histogram), "madlab_request_duration_seconds")]
    [InlineData("madlab.cache.size", "By", nameof(MetricKind.Gauge), "madlab_cache_size_bytes")]
    [InlineData("madlab.cache.requests", "{request}", nameof(MetricKind.Counter), "madlab_cache_requests_total")]
    [InlineData("madlab.wait_seconds", "s", nameof(MetricKind.Gauge), "madlab_wait_seconds")]
    [InlineData("madlab.total", null, nameof(MetricKind.ObservedCounter), "madlab_total")]
    [InlineData("9 lives::x", null, nameof(MetricKind.Gauge), "_9_lives_x")]
    public void Family_Instrument_IsNamedAsPrometheusAdvises(string instrument, string? unit, string kind, string expected) =>
        PrometheusNames.Family(instrument, unit, Enum.Parse<MetricKind>(kind)).Should().Be(expected);

    [Theory]
    [InlineData("le", "le_")]
    [InlineData("__name__", "_name_")]
    [InlineData("", "_")]
    [InlineData("http.request.method", "http_request_method")]
    public void Label_Key_IsNeverAReservedName(string key, string expected) => PrometheusNames.Label(key).Should().Be(expected);

    [Fact]
    public async Task Write_EverythingMeasured_PassesPromtoolWhereItIsInstalled()
    {
        _metrics.Requests.Record("market", "GET", 200, TimeSpan.FromMilliseconds(3));
        _metrics.Requests.Record("market", "POST", 503, TimeSpan.FromMilliseconds(30));
        foreach (var name in new[]
        {
            Instruments.CacheRequests, Instruments.CacheEvictions, Instruments.QualityIssues, Instruments.ValidationErrors,
            Instruments.StreamConnectionsClosed, Instruments.StreamMessagesSent, Instruments.StreamMessagesReceived, Instruments.StreamSubscriptions,
            Instruments.StreamBadMessages, Instruments.StreamErrors, Instruments.StreamFeedErrors, Instruments.StreamCoalesced,
            Instruments.StreamFlushed, Instruments.StreamTicks,
        })
        {
            _metrics.Meter.CreateCounter<long>(name, "{event}", "Events.").Add(1);
        }

        foreach (var name in new[] { Instruments.ProviderDuration, Instruments.StreamTickDuration, Instruments.StreamQuoteAge, Instruments.StoreDuration })
        {
            _metrics.Meter.CreateHistogram<double>(name, "s", "Durations.").Record(0.1);
        }

        _metrics.Meter.CreateUpDownCounter<long>(Instruments.StreamConnectionsActive, "{connection}", "Open connections.").Add(1);
        _metrics.Meter.CreateObservableGauge(Instruments.CacheEntries, () => 1, "{entry}", "Entries.");
        _metrics.Meter.CreateObservableGauge(Instruments.CacheSize, () => 1L, "By", "Bytes.");
        var text = _metrics.Prometheus();
        PrometheusGrammar.Parse(text).Should().HaveCountGreaterThan(20);

        var promtool = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);
        if (promtool is not null)
        {
            var (exit, output) = await CheckAsync(promtool, text);
            output.Should().BeEmpty();
            exit.Should().Be(0);
        }
    }

    private static async Task<(int Exit, string Output)> CheckAsync(string promtool, string text)
    {
        using var process = Process.Start(new ProcessStartInfo(promtool, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return (process.ExitCode, await output + await errors);
    }
}
