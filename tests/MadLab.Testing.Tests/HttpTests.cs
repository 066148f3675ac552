using FluentAssertions;
using MadLab.Testing.Conformance;
using MadLab.Testing.Http;
using Xunit;

namespace MadLab.Testing.Tests;

/// <summary>The checks of providers that speak HTTP, each caught by its own check, and recordings.</summary>
public sealed class HttpTests : IDisposable
{
    private static readonly Dictionary<string, Action<RestProvider>> Faults = new()
    {
        ["HTTP-001"] = static p => p.OnFailure = static (e, f) => f is HttpFault.Unauthorized ? new MarketDataException(MarketErrorKind.Unavailable, e.Message) : e,
        ["HTTP-002"] = static p => p.OnFailure = static (e, f) => f is HttpFault.Forbidden ? new MarketDataException(MarketErrorKind.NoData, e.Message) : e,
        ["HTTP-003"] = static p => p.OnFailure = static (e, f) => f is HttpFault.NotFound ? new HttpRequestException("404") : e,
        ["HTTP-004"] = static p => p.OnFailure = static (e, f) => f is HttpFault.TooManyRequests ? new MarketDataException(MarketErrorKind.QuotaExceeded, e.Message) : e,
        ["HTTP-005"] = static p => p.OnFailure = static (e, f) => f is HttpFault.ServerError ? new MarketDataException(MarketErrorKind.NoData, e.Message) : e,
        ["HTTP-006"] = static p => p.OnFailure = static (e, f) => f is HttpFault.Broken ? new MarketDataException(MarketErrorKind.SymbolUnknown, e.Message) : e,
        ["HTTP-007"] = static p => p.OnToken = static _ => CancellationToken.None,
        ["HTTP-008"] = static p => p.OnFailure = static (e, f) => f is HttpFault.Half ? new MarketDataException(MarketErrorKind.NoData, e.Message) : e,
        ["HTTP-009"] = static p => p.OnFailure = static (e, f) => f is HttpFault.Html ? new InvalidOperationException("'<' is an invalid start") : e,
        ["HTTP-010"] = static p => p.OnFailure = static (e, f) => f is HttpFault.Empty ? new MarketDataException(MarketErrorKind.Unauthorized, e.Message) : e,
        ["HTTP-011"] = static p => p.OnFailure = static (e, f) => f is HttpFault.OtherShape ? new KeyNotFoundException("bars") : e,
        ["HTTP-012"] = static p => p.OnFailure = static (e, f) => f is HttpFault.ErrorInside ? new InvalidCastException("text to bars") : e,
        ["HTTP-013"] = static p => p.OnFailure = static (e, f) => f is HttpFault.ServerError ? new MarketDataException(e.Kind, $"GET /bars?apikey={RestProvider.Key} failed.") : e,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("madlab-recording-").FullName;

    public static TheoryData<string> CaughtFaults => [.. Faults.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task SoundProvider_PassesAll()
    {
        var report = await RunAsync(static _ => { });

        report.Results.Where(r => r.Outcome is ConformanceOutcome.Failed).Select(r => $"{r.Check.Id}: {r.Message}").Should().BeEmpty();
        report.Results.Where(r => r.Check.Id.StartsWith("HTTP-", StringComparison.Ordinal)).Should().OnlyContain(r => r.Outcome == ConformanceOutcome.Passed);
    }

    [Theory]
    [MemberData(nameof(CaughtFaults))]
    public async Task Fault_IsCaughtByItsCheckAlone(string id)
    {
        var report = await RunAsync(Faults[id]);

        report.Results.Where(r => r.Outcome is ConformanceOutcome.Failed && r.Check.Id.StartsWith("HTTP-", StringComparison.Ordinal)).Select(r => r.Check.Id).Should().Equal(id);
        report[id].Message.Should().NotBeNullOrWhiteSpace().And.NotContain(RestProvider.Key);
    }

    [Fact]
    public async Task ProviderThatNeverComesBack_IsCaught()
    {
        var isBroken = false;
        var report = await RunAsync(p =>
        {
            p.OnFailure = (e, _) =>
            {
                isBroken = true;
                return e;
            };
            p.IsBroken = () => isBroken && p.Http!.Fault is HttpFault.None;
        });

        report["HTTP-014"].Outcome.Should().Be(ConformanceOutcome.Failed);
    }

    [Fact]
    public async Task ProviderWithoutHttp_IsNotAsked()
    {
        var report = await ProviderConformance.RunAsync(new SoundProvider(), new() { Symbol = SoundProvider.Acme, Time = new ManualTimeProvider(SoundProvider.Now) });

        report.Results.Where(r => r.Check.Id.StartsWith("HTTP-", StringComparison.Ordinal)).Should().OnlyContain(r => r.Outcome == ConformanceOutcome.NotApplicable);
        report["HTTP-001"].Message.Should().Contain("HTTP handler");
    }

    [Fact]
    public async Task Recording_IsReplayedWithoutTheUpstream_AndHoldsNoSecret()
    {
        var file = Path.Combine(_folder, "deep", "rest.json");
        var request = new PriceRequest { Symbol = SoundProvider.Acme };
        PriceSeries recorded;
        using (var recording = RecordedHttp.Record(file, RestProvider.Upstream(), new() { Secrets = [RestProvider.Key] }))
        {
            recorded = await new RestProvider(recording).GetPricesAsync(request);
        }

        (await File.ReadAllTextAsync(file)).Should().Contain("GET /bars/ACME?apikey=***").And.Contain("\"bars\":").And.NotContain(RestProvider.Key);
        using var replay = RecordedHttp.Replay(file, new() { Secrets = [RestProvider.Key] });
        var provider = new RestProvider(replay);
        for (var i = 0; i < 3; i++)
        {
            (await provider.GetPricesAsync(request)).Bars.Should().Equal(recorded.Bars);
        }

        var other = () => provider.GetPricesAsync(request with { Symbol = SoundProvider.Ajax });
        (await other.Should().ThrowAsync<MarketDataException>()).Which.InnerException!.Message.Should().Contain("has no answer to GET /bars/AJAX?apikey=***");
    }

    [Fact]
    public async Task Recording_KeepsStatusesAndBodiesThatAreNoJson_InOrder()
    {
        var file = Path.Combine(_folder, "odd.json");
        using (var faults = new HttpFaults(RestProvider.Upstream()))
        using (var client = new HttpClient(RecordedHttp.Record(file, faults)) { BaseAddress = new Uri("https://rest.example/") })
        {
            foreach (var fault in new[] { HttpFault.TooManyRequests, HttpFault.Html, HttpFault.None })
            {
                faults.Fault = fault;
                using var _ = await client.GetAsync("bars/ACME");
            }
        }

        using var again = new HttpClient(RecordedHttp.Replay(file)) { BaseAddress = new Uri("https://rest.example/") };
        using var first = await again.GetAsync("bars/ACME");
        using var second = await again.GetAsync("bars/ACME");
        ((int)first.StatusCode, first.Headers.RetryAfter!.Delta).Should().Be((429, TimeSpan.FromSeconds(7)));
        (await second.Content.ReadAsStringAsync()).Should().StartWith("<!DOCTYPE html>");
        second.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        (await again.GetStringAsync("bars/ACME")).Should().StartWith("{").And.EndWith("}");
    }

    [Fact]
    public void Replay_OfWhatIsNoRecording_SaysSo()
    {
        var file = Path.Combine(_folder, "none.json");
        File.WriteAllText(file, "{}");

        FluentActions.Invoking(() => RecordedHttp.Replay(file)).Should().Throw<InvalidDataException>().WithMessage("*none.json*no recording*");
        FluentActions.Invoking(() => RecordedHttp.Replay(file + "x")).Should().Throw<FileNotFoundException>();
    }

    private static async Task<ConformanceReport> RunAsync(Action<RestProvider> bend)
    {
        using var http = new HttpFaults(RestProvider.Upstream()) { ErrorBody = """{"error":"25 calls a day"}""" };
        var provider = new RestProvider(http) { Http = http };
        bend(provider);
        return await ProviderConformance.RunAsync(provider, new()
        {
            Symbol = SoundProvider.Acme, Other = SoundProvider.Ajax, Http = http, Secrets = [RestProvider.Key], Time = new ManualTimeProvider(SoundProvider.Now), CallLimit = TimeSpan.FromSeconds(10),
        });
    }
}
