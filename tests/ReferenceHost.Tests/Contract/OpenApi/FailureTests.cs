using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using MadLab;
using MadLab.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.OpenApi;

/// <summary>What the market answers when its upstreams fail is as the OpenAPI document says.</summary>
public sealed class FailureTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly ContentFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private Task<int> _run = Task.FromResult(0);

    public async Task InitializeAsync()
    {
        var started = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _run = MadLabHost.RunAsync(
            [
                "--contentRoot", _folder.Path, "--urls", "http://127.0.0.1:0", "--MadLab:Providers:lean:Folder=", "--MadLab:Persistence:Mode=memory",
                "--MadLab:Market:RateLimit:Enabled=true", "--MadLab:Market:LiveData=true",
            ],
            lab => lab.AddProvider("failing", _ => new FailingProvider()),
            (app, _) => app.Lifetime.ApplicationStarted.Register(() => started.SetResult(new Uri(app.Urls.Single()))),
            _stop.Token);
        if (await Task.WhenAny(started.Task, _run).WaitAsync(Guard) == _run)
        {
            throw new InvalidOperationException($"The host ended with exit code {await _run}.");
        }

        _client.BaseAddress = await started.Task;
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(Guard);
    }

    public void Dispose()
    {
        _client.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(MarketErrorKind.NotEntitled, HttpStatusCode.Forbidden)]
    [InlineData(MarketErrorKind.SymbolUnknown, HttpStatusCode.NotFound)]
    [InlineData(MarketErrorKind.NotSupported, HttpStatusCode.NotImplemented)]
    [InlineData(MarketErrorKind.Malformed, HttpStatusCode.BadGateway)]
    [InlineData(MarketErrorKind.Unavailable, HttpStatusCode.ServiceUnavailable)]
    [InlineData(MarketErrorKind.QuotaExceeded, HttpStatusCode.ServiceUnavailable)]
    [InlineData(MarketErrorKind.Timeout, HttpStatusCode.GatewayTimeout)]
    public async Task Get_ProviderFails_IsAsItsSchemaSays(MarketErrorKind kind, HttpStatusCode status)
    {
        using var one = await _client.GetAsync($"/api/market?symbol={kind}");
        using var several = await _client.GetAsync($"/api/market?symbols={kind},OTHER");

        one.StatusCode.Should().Be(status);
        await ShouldBeDescribedAsync(one);
        await ShouldBeDescribedAsync(several);
    }

    [Fact]
    public async Task Get_TooOften_IsAsItsSchemaSays()
    {
        var many = string.Join(',', Enumerable.Range(0, 50).Select(i => $"S{i}"));
        HttpStatusCode status;
        do
        {
            using var answer = await _client.GetAsync($"/api/market?symbols={many}");
            status = answer.StatusCode;
            await ShouldBeDescribedAsync(answer);
        }
        while (status != HttpStatusCode.TooManyRequests);
    }

    private async Task ShouldBeDescribedAsync(HttpResponseMessage answer)
    {
        var schemas = new Schemas(await _client.GetFromJsonAsync<JsonElement>("/openapi/v1.json"));
        var schema = schemas.OfAnswer("get", "/api/market", (int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType!);

        schema.Should().NotBeNull($"{(int)answer.StatusCode} is an answer");
        schemas.Faults(schema!.Value, await answer.Content.ReadFromJsonAsync<JsonElement>()).Should().BeEmpty();
    }

    /// <summary>Fails in the way that the symbol names; others are unknown.</summary>
    private sealed class FailingProvider : IPriceProvider
    {
        public ProviderDescriptor Descriptor { get; } = new() { Feed = "failing", Limits = new ProviderLimits { Retries = 0 } };

        public Task<PriceSeries> GetPricesAsync(PriceRequest request, CancellationToken cancellationToken = default) =>
            throw (Enum.TryParse<MarketErrorKind>(request.Symbol.Value, ignoreCase: true, out var kind)
                ? new MarketDataException(kind, "As asked.")
                : MarketDataException.SymbolUnknown(request.Symbol));
    }
}
