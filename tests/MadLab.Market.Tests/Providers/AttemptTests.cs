using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using FluentAssertions;
using MadLab.Market.Tests.Providers.Support;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Providers;

/// <summary>What an answer knows of the way to it.</summary>
public sealed class AttemptTests
{
    [Fact]
    public async Task Post_Meta_NamesEveryAttemptWithItsOutcome()
    {
        var down = MarketApp.Fake();
        down.Failure = new MarketDataException(MarketErrorKind.Unauthorized, "key");
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("down", _ => down).AddProvider("good", _ => MarketApp.Fake()));

        using var response = await app.Http.PostAsync(
            new Uri("/api/market", UriKind.Relative), new StringContent("""{"symbols":["AAPL"],"type":"prices"}""", Encoding.UTF8, "application/json"));
        var attempts = (await KestrelApp.JsonAsync(response)).GetProperty("results").GetProperty("AAPL").GetProperty("meta").GetProperty("attempts");

        attempts.EnumerateArray().Select(a => (a.GetProperty("provider").GetString(), a.GetProperty("outcome").GetString()))
            .Should().Equal(("down", "UPSTREAM_UNAVAILABLE"), ("good", "OK"));
        attempts[0].GetProperty("ms").GetDouble().Should().BeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task Trace_OneActivityAnAttempt_BelowTheRequestThatAskedFirst()
    {
        var activities = new ConcurrentQueue<Activity>();
        using var source = new ActivitySource("test.caller");
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name is MadLabDiagnostics.ActivitySourceName or "test.caller",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var used = new ScriptedPrices().With(l => l with { CallsPerDay = 1 });
        await using var host = new ChainHost(lab => lab.AddProvider("used", _ => used).AddProvider("good", _ => new ScriptedPrices()));
        await host.PricesAsync("FIRST");

        using var request = source.StartActivity("request")!;
        await host.PricesAsync("AAPL");

        activities.Where(a => a.TraceId == request.TraceId && a.OperationName == "madlab.provider.call")
            .Select(a => (a.GetTagItem("madlab.provider"), a.GetTagItem("madlab.operation"), a.GetTagItem("madlab.outcome"), a.ParentSpanId, a.Status))
            .Should().Equal(
                ("used", "prices", "QuotaExceeded", request.SpanId, ActivityStatusCode.Error),
                ("good", "prices", "ok", request.SpanId, ActivityStatusCode.Unset));
    }

    /// <summary>Two providers that fail at random and whose bars differ: every answer is wholly the one's or the other's, as it says.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Series_NeverMixesTwoProviders(int seed)
    {
        var random = new Random(seed);
        var prices = new Dictionary<string, decimal> { ["a"] = 100, ["b"] = 200 };
        ScriptedPrices Unsteady(string name) => new()
        {
            Close = prices[name],
            Call = (_, _) =>
            {
                lock (random)
                {
                    return random.Next(2) == 0 ? throw new MarketDataException(MarketErrorKind.Malformed, "no") : Task.CompletedTask;
                }
            },
        };
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => Unsteady("a")).AddProvider("b", _ => Unsteady("b")), options: o => o.MaxCacheEntries = 10);

        var seen = new HashSet<string>();
        for (var i = 0; i < 300; i++)
        {
            var symbol = Symbol.Parse($"S{i}");
            try
            {
                var answer = await host.Market.GetPricesAsync(symbol);
                answer.Value.Bars.Should().OnlyContain(b => b.Close == prices[answer.Provenance.Provider], $"seed {seed}, {symbol}");
                answer.Value.Provenance.Should().Be(answer.Provenance);
                answer.Attempts[^1].Should().Match<ProviderAttempt>(a => a.Provider == answer.Provenance.Provider && a.Error == null);
                seen.Add(answer.Provenance.Provider);
                var figures = await host.Market.GetKpisAsync(symbol);
                figures.Value.Price.Should().Be(prices[figures.Provenance.Provider], "figures come from one provider's bars too");
            }
            catch (MarketDataException e)
            {
                e.Kind.Should().Be(MarketErrorKind.Malformed);
            }
        }

        seen.Should().BeEquivalentTo("a", "b");
    }
}
