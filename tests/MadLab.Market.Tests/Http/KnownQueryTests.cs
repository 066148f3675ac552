using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using FluentAssertions;
using MadLab.TestSupport;
using MadLab.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

/// <summary>The second request of a query string goes a shorter way than the first; nobody may notice.</summary>
public sealed class KnownQueryTests
{
    private const string Query = "/api/market?symbol=AAPL&range=1Y";

    [Theory]
    [InlineData("GET", null)]
    [InlineData("GET", "br")]
    [InlineData("HEAD", null)]
    public async Task SecondRequest_HasTheBytesAndHeadersOfAnyOther(string method, string? coding)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));
        await app.App.GetJsonAsync("/api/market?symbol=AAPL&range=1Y&warms=the-entry");

        var first = await SendAsync(app.Http, method, coding);
        var second = await SendAsync(app.Http, method, coding);

        second.Should().BeEquivalentTo(first);
        second.Headers.Should().ContainKeys("ETag", "Cache-Status", "Cache-Control", "CDN-Cache-Control", "Vary", "X-MadLab-Provider", "Content-Length", "Content-Type");
        second.Headers["Cache-Status"].Should().StartWith("MadLab; hit");
    }

    [Fact]
    public async Task TagSentBack_IsNotModifiedOnBothWays()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));
        using var plain = await app.App.GetAsync(Query);

        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Query) { Headers = { IfNoneMatch = { plain.Headers.ETag! } } };
            using var response = await app.Http.SendAsync(request);

            response.StatusCode.Should().Be(HttpStatusCode.NotModified);
            (await response.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        }
    }

    [Fact]
    public async Task KnownQuery_ProviderFailsAfterTheEntryLeft_HasTheContractsProblem()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        await app.App.GetJsonAsync(Query);
        app.App.App.Services.GetRequiredService<IMarketCache>().Remove();
        fake.Failure = new MarketDataException(MarketErrorKind.SymbolUnknown, "gone");

        // The first fails in the flight, the second finds the failure remembered.
        for (var i = 0; i < 2; i++)
        {
            using var response = await app.App.GetAsync(Query);

            response.StatusCode.Should().Be(HttpStatusCode.NotFound);
            response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
            (await KestrelApp.JsonAsync(response)).GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
        }
    }

    [Fact]
    public async Task EveryRequest_IsMeasuredOnce()
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()));
        var statuses = new ConcurrentQueue<object?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "madlab.request.duration" && ReferenceEquals(instrument.Meter.Scope, app.App.App.Services.GetRequiredService<IMeterFactory>()))
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => statuses.Enqueue(tags.ToArray().Single(t => t.Key == "http.response.status_code").Value));
        listener.Start();

        for (var i = 0; i < 3; i++)
        {
            await app.App.GetJsonAsync(Query);
        }

        statuses.Should().Equal(200, 200, 200);
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("delegate")]
    [InlineData("last delegate")]
    public async Task HostsOwnGuard_SeesEveryRequest(string kind)
    {
        var asked = 0;
        await using var app = await KestrelApp.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider()).AddMadLabMarket().AddProvider("fake", _ => MarketApp.Fake()),
            app => Guard(app.MapMadLabMarket(), kind, () => ++asked > 2));

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            using var response = await app.GetAsync(Query);
            statuses.Add(response.StatusCode);
        }

        statuses.Should().Equal(HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized);
    }

    private static void Guard(IEndpointConventionBuilder endpoints, string kind, Func<bool> refuses)
    {
        switch (kind)
        {
            case "filter":
                endpoints.AddEndpointFilter(async (context, next) => refuses() ? Results.Unauthorized() : await next(context));
                break;
            case "delegate":
                endpoints.Add(Wrap);
                break;
            default:
                endpoints.Finally(Wrap);
                break;
        }

        void Wrap(EndpointBuilder builder)
        {
            var inner = builder.RequestDelegate!;
            builder.RequestDelegate = context =>
            {
                if (!refuses())
                {
                    return inner(context);
                }

                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            };
        }
    }

    private static async Task<(HttpStatusCode Status, Dictionary<string, string> Headers, byte[] Body)> SendAsync(HttpClient http, string method, string? coding)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Query);
        if (coding is not null)
        {
            request.Headers.Add("Accept-Encoding", coding);
        }

        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Date").ToDictionary(h => h.Key, h => string.Join('|', h.Value));
        return (response.StatusCode, headers, body);
    }
}
