using System.Net;
using FluentAssertions;
using MadLab.Market.Tests.Providers.Support;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Providers;

/// <summary>Quotas as the chain keeps them and clients see them.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task Quota_UsedUp_TheNextProviderIsAsked_AndTheFirstComesBack()
    {
        var first = new ScriptedPrices().With(l => l with { CallsPerMinute = 3 });
        await using var host = new ChainHost(lab => lab.AddProvider("first", _ => first).AddProvider("second", _ => new ScriptedPrices()));

        var providers = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            providers.Add(await host.PricesAsync($"S{i}"));
        }

        var state = host.Market.GetProviders()[0];
        host.Time.Advance(TimeSpan.FromSeconds(62));

        providers.Should().Equal("first", "first", "first", "second", "second");
        (state.QuotaLeft, state.State).Should().Be((0, ProviderState.Available));
        first.Calls.Should().Be(3);
        (await host.PricesAsync("S9")).Should().Be("first");
    }

    [Fact]
    public async Task Quota_UsedUpOfTheOnlyProvider_Is503WithRetryAfter_AndProvidersShowWhatIsLeft()
    {
        var fake = MarketApp.Fake();
        fake.Descriptor = fake.Descriptor with { Limits = fake.Descriptor.Limits with { CallsPerDay = 2 } };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));

        using var first = await app.App.GetAsync("/api/market?symbol=AAPL");
        var left = (await app.App.GetJsonAsync("/api/market/providers"))[0].GetProperty("quotaLeft").GetInt32();
        using var second = await app.App.GetAsync("/api/market?symbol=MSFT");
        using var third = await app.App.GetAsync("/api/market?symbol=GOOG");
        var problem = await KestrelApp.JsonAsync(third);

        new[] { first.StatusCode, second.StatusCode }.Should().AllBeEquivalentTo(HttpStatusCode.OK);
        left.Should().Be(1);
        third.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        problem.GetProperty("code").GetString().Should().Be("QUOTA_EXCEEDED");
        third.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromHours(9), "the day ends at midnight UTC");
        (await app.App.GetJsonAsync("/api/market/providers"))[0].GetProperty("quotaLeft").GetInt32().Should().Be(0);
        fake.Calls("prices").Should().Be(2);
    }

    [Fact]
    public async Task Quota_UsedUp_WhatIsStaleStandsIn()
    {
        var fake = MarketApp.Fake();
        fake.Descriptor = fake.Descriptor with { Limits = fake.Descriptor.Limits with { CallsPerDay = 1 } };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("fake", _ => fake));
        using var first = await app.App.GetAsync("/api/market?symbol=AAPL");
        app.Time.Advance(TimeSpan.FromMinutes(10));

        using var stale = await app.App.GetAsync("/api/market?symbol=AAPL");

        stale.StatusCode.Should().Be(HttpStatusCode.OK);
        stale.Headers.GetValues("Cache-Status").Single().Should().EndWith("detail=stale");
    }

    [Fact]
    public async Task Quota_UpstreamSaysUntilWhen_IsNotAskedBefore()
    {
        var provider = new ScriptedPrices { Call = (call, _) => call == 1 ? throw new MarketDataException(MarketErrorKind.QuotaExceeded, "429") { RetryAfter = TimeSpan.FromMinutes(2) } : Task.CompletedTask };
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => provider));

        (await host.PricesAsync("AAPL")).Should().Be("QuotaExceeded");
        (await host.PricesAsync("MSFT")).Should().Be("QuotaExceeded");
        provider.Calls.Should().Be(1);
        host.Time.Advance(TimeSpan.FromMinutes(2));

        (await host.PricesAsync("GOOG")).Should().Be("a");
    }

    [Fact]
    public async Task Quota_CircuitOpen_IsNotSpent()
    {
        var down = new ScriptedPrices { Call = (_, _) => throw new MarketDataException(MarketErrorKind.Unavailable, "down") }.With(l => l with { CallsPerDay = 1000 });
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => down));
        for (var i = 0; i < 40; i++)
        {
            await host.PricesAsync($"S{i}");
        }

        host.Market.GetProviders().Single().QuotaLeft.Should().Be(1000 - down.Calls).And.BeGreaterThan(970);
    }
}
