using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using FluentAssertions;
using MadLab.Market.Service;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Http;

/// <summary>What callers can send: it never fails the host, and it never makes it hold or ask more than its caps.</summary>
public sealed class MarketFuzzTests
{
    private const int Workers = 4;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1" ? 1_000_000 : 20_000;

    // An error of the caller, an answer, or nothing of that kind here.
    private static readonly int[] Expected = [200, 400, 404, 501];

    [Theory]
    [InlineData(1)]
    public async Task Request_Random_IsAnsweredOrRefused_AndTheCapsHold(int seed)
    {
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => MarketApp.Fake()), options => options.MaxCacheEntries = 50);
        var odd = new ConcurrentBag<string>();
        var seen = new ConcurrentDictionary<int, int>();

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var questions = new RandomQuestions((seed * Workers) + worker);
            for (var round = 0; round < Rounds / Workers; round++)
            {
                var (query, body) = round % 2 == 0 ? (questions.Query(), null) : ("/api/market", questions.Body());
                using var response = await SendAsync(app, query, body);
                var status = (int)response.StatusCode;
                seen.AddOrUpdate(status, 1, (_, count) => count + 1);
                if (!Expected.Contains(status))
                {
                    odd.Add($"{status} to seed {seed}, worker {worker}, round {round}: {(body is null ? query : Encoding.Latin1.GetString(body))}");
                }
            }
        })));

        odd.Should().BeEmpty();
        seen.Keys.Should().Contain([200, 400, 404], "else the requests are too wild to test anything");
        var cache = app.App.App.Services.GetRequiredService<MarketCache>();
        cache.Count.Should().BeLessThanOrEqualTo(50);
        cache.Refusals.Should().BeLessThanOrEqualTo(12);
        using var after = await app.App.GetAsync("/api/market?symbol=AAPL");
        after.IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task Queries_ThatMeanTheSame_AreOneEntryAndOneCall()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        string[] same =
        [
            "symbol=AAPL", "symbol=aapl", "symbol=%20AAPL%20", "symbols=AAPL", "symbols=aapl,AAPL,,", "symbol=AAPL&range=6M", "symbol=AAPL&range=6m", "symbol=AAPL&type=prices", "symbol=AAPL&type=PRICES",
            "symbol=AAPL&type=prices&range=6M&x=1", "range=6M&symbol=AAPL", "symbol=AAPL&format=json", "symbol=AAPL&period=5Y", "symbol=AAPL&cachebuster=123",
        ];

        foreach (var query in same)
        {
            using var response = await app.App.GetAsync($"/api/market?{query}");
            response.IsSuccessStatusCode.Should().BeTrue(query);
        }

        using var figures = await app.App.GetAsync("/api/market?symbol=AAPL&type=kpis");
        using var again = await app.App.GetAsync("/api/market?symbol=AAPL&type=kpis&range=MAX&adjust=raw&period=1D");

        fake.Calls("prices").Should().Be(1);
        fake.Calls("kpis").Should().Be(1);
        app.App.App.Services.GetRequiredService<IMarketCache>().Count.Should().Be(2);
    }

    [Fact]
    public async Task Correlation_ReadsTheSeriesThatChartsRead()
    {
        var fake = MarketApp.Fake();
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        using var charts = await app.App.GetAsync("/api/market?symbols=AAPL,MSFT&range=1Y");

        using var correlation = await app.App.GetAsync("/api/market?symbols=MSFT,AAPL&type=correlation&period=1Y");

        correlation.IsSuccessStatusCode.Should().BeTrue();
        fake.Calls("prices").Should().Be(2);
    }

    private static Task<HttpResponseMessage> SendAsync(MarketApp app, string query, byte[]? body)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, query);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return app.Http.SendAsync(request);
    }
}
