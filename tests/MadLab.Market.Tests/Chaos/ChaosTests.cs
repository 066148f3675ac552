using System.Collections.Concurrent;
using System.Net;
using System.Text;
using FluentAssertions;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Chaos;

/// <summary>Upstreams in trouble behind the real endpoint: while something stale exists no client sees a 5xx.</summary>
public sealed class ChaosTests
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1" ? 20_000 : 600;

    private static readonly string[] Queries =
    [
        "symbol=AAPL", "symbol=MSFT", "symbol=GOOG&range=1Y", "symbols=AAPL,MSFT,GOOG", "symbol=AAPL&type=kpis", "symbols=AAPL,MSFT,GOOG&type=kpis", "symbol=AAPL&type=vol",
        "symbols=AAPL,MSFT,GOOG&type=correlation", "symbol=AAPL&type=volcone", "symbol=AAPL&type=quality", "symbol=MSFT&provider=one",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Get_HalfOfAllCallsFail_NoneIsA5xxWhileSomethingStaleExists(int seed)
    {
        var providers = new[] { new ChaosProvider(seed), new ChaosProvider(seed + 1000) };
        await using var app = await StartAsync(lab => lab.AddProvider("one", _ => providers[0]).AddProvider("two", _ => providers[1]));
        foreach (var query in Queries)
        {
            await WarmAsync(app, query);
        }

        Array.ForEach(providers, p => p.Loose = true);
        var answers = new ConcurrentBag<(string Query, HttpStatusCode Status, string Cache)>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed * 100 + worker);

            // On until there was something to stand: a quick machine is through before the first life is over.
            for (var round = 0; round < Rounds / 6 || (!IsPutToTheTest() && !limit.IsCancellationRequested); round++)
            {
                var query = Queries[random.Next(Queries.Length)];
                if (random.Next(5) == 0)
                {
                    // Somebody who does not wait: the fetch is everybody's.
                    using var impatient = new CancellationTokenSource(random.Next(10));
                    try
                    {
                        using var left = await app.Http.GetAsync(new Uri($"/api/market?{query}", UriKind.Relative), impatient.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        continue;
                    }
                }

                using var response = await app.GetAsync($"/api/market?{query}");
                answers.Add((query, response.StatusCode, response.Headers.TryGetValues("Cache-Status", out var cache) ? cache.Single() : "none"));
            }
        })));

        answers.Where(a => a.Status != HttpStatusCode.OK).Should().BeEmpty($"seed {seed}");
        IsPutToTheTest().Should().BeTrue($"seed {seed}");

        bool IsPutToTheTest() =>
            providers.Sum(p => p.Faults) > 10 && providers.Sum(p => p.Answers) > 10 && answers.Any(a => a.Cache.EndsWith("detail=stale", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_AllProvidersDown_AnswersWhatIsStale()
    {
        var provider = MarketApp.Fake();
        await using var app = await StartAsync(lab => lab.AddProvider("one", _ => provider));
        const string Body = """{"symbols":["AAPL"]}""";
        foreach (var type in new[] { "prices", "kpis", "vol" })
        {
            await WarmAsync(app, $"symbol=AAPL&type={type}");
        }

        provider.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var response = await PostAsync(app, Body);
            (await KestrelApp.JsonAsync(response)).TryGetProperty("errors", out var errors).Should().BeFalse(errors.ToString());
        }));
    }

    /// <summary>Asks until it is answered: on a busy machine even a good provider can miss limits as short as these.</summary>
    private static async Task WarmAsync(KestrelApp app, string query)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var warm = await app.Http.GetAsync(new Uri($"/api/market?{query}", UriKind.Relative), limit.Token);
            if (warm.StatusCode == HttpStatusCode.OK)
            {
                return;
            }
        }
    }

    private static Task<HttpResponseMessage> PostAsync(KestrelApp app, string body) =>
        app.Http.PostAsync(new Uri("/api/market", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>Real time, and lives so short that nearly every call asks upstream.</summary>
    private static Task<KestrelApp> StartAsync(Action<IMadLabBuilder> providers) => KestrelApp.StartAsync(
        builder => providers(builder.Services.AddMadLabMarket(options =>
        {
            options.ProviderTimeout = TimeSpan.FromMilliseconds(100);
            options.SoftTimeout = TimeSpan.FromMilliseconds(30);
            options.StaleRetry = TimeSpan.FromMilliseconds(100);
            foreach (var freshness in new[] { options.Prices, options.Kpis, options.Vol, options.Correlation, options.VolCone, options.Quality })
            {
                freshness.SharedMaxAge = TimeSpan.FromMilliseconds(100);
            }
        })),
        app => app.MapMadLabMarket());
}
