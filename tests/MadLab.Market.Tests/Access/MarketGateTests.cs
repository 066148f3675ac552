using System.Net;
using FluentAssertions;
using MadLab.Market.Tests.Feeds.Support;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Access;

/// <summary>Rights that differ by provider, and a host that does not say.</summary>
public sealed class MarketGateTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Get_RightsDifferByProvider_AnswersFromTheOneThatIsOpen()
    {
        var (first, second) = (MarketApp.Fake(), MarketApp.Fake());
        first.Prices["AAPL"] = AccessApp.Week("AAPL", 100);
        second.Prices["AAPL"] = AccessApp.Week("AAPL", 500);
        await using var app = await AccessApp.StartAsync(lab => lab.AddProvider("first", _ => first).AddProvider("second", _ => second));
        app.Doorkeeper.Rule = r => r.Caller.Identity?.Name == "ann" || r.Provider == "second" ? MarketAccess.RealTime : MarketAccess.Refused;

        using var ann = await app.GetAsync("ann", "symbol=AAPL");
        using var bob = await app.GetAsync("bob", "symbol=AAPL");
        using var named = await app.GetAsync("bob", "symbol=AAPL&provider=first");

        ann.Headers.GetValues("X-MadLab-Provider").Should().Equal("first");
        bob.Headers.GetValues("X-MadLab-Provider").Should().Equal("second");
        named.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Get_RightsDifferAndTheFirstIsDown_TheSecondAnswersRatherThanWhatIsStale()
    {
        var (first, second) = (MarketApp.Fake(), MarketApp.Fake());
        second.Prices["AAPL"] = AccessApp.Week("AAPL", 500);
        await using var app = await AccessApp.StartAsync(lab => lab.AddProvider("first", _ => first).AddProvider("second", _ => second));
        app.Doorkeeper.Rule = static r => r.Provider == "second" ? MarketAccess.DelayedBy(Quarter) : MarketAccess.RealTime;
        (await app.GetAsync("bob", "symbol=AAPL")).Dispose();
        first.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");
        app.Time.Advance(TimeSpan.FromHours(5));

        using var answer = await app.GetAsync("bob", "symbol=AAPL");
        second.Failure = first.Failure;
        app.Time.Advance(TimeSpan.FromHours(5));
        using var later = await app.GetAsync("bob", "symbol=AAPL");

        answer.Headers.GetValues("X-MadLab-Provider").Should().Equal("second");
        answer.Headers.GetValues("Cache-Status").Single().Should().NotContain("stale");
        later.Headers.GetValues("X-MadLab-Provider").Should().Equal("first");
        later.Headers.GetValues("Cache-Status").Single().Should().EndWith("detail=stale");
    }

    [Fact]
    public async Task Get_RightsDifferAndLiveDataIsOff_WhatIsCachedOfTheSecondStandsIn()
    {
        var (first, second) = (MarketApp.Fake(), MarketApp.Fake());
        await using var app = await AccessApp.StartAsync(lab => lab.AddProvider("first", _ => first).AddProvider("second", _ => second));
        app.Doorkeeper.Rule = static r => r.Provider == "second" ? MarketAccess.DelayedBy(Quarter) : MarketAccess.RealTime;
        first.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");
        (await app.GetAsync("bob", "symbol=AAPL")).Dispose();
        app.App.App.Services.GetRequiredService<ILiveDataSwitch>().Set(false);

        using var cached = await app.GetAsync("bob", "symbol=AAPL");
        using var unknown = await app.GetAsync("bob", "symbol=GOOG");

        cached.Headers.GetValues("X-MadLab-Provider").Should().Equal("second");
        (await KestrelApp.JsonAsync(unknown)).GetProperty("code").GetString().Should().Be("LIVE_DATA_DISABLED");
    }

    [Fact]
    public async Task Get_HostThrows_RefusesAndLogs()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = static _ => throw new InvalidOperationException("The table is gone.");

        using var answer = await app.GetAsync("ann", "symbol=AAPL");

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("table");
        app.Errors.Names.Should().Contain("AccessUnknown");
    }

    [Fact]
    public async Task Get_HostDoesNotAnswer_RefusesAfterFiveSeconds()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Wait = static () => Task.Delay(Timeout.Infinite);
        var timers = app.Time.TimerCount;

        var answering = app.GetAsync("ann", "symbol=AAPL");
        await FeedHost.UntilAsync(() => app.Time.TimerCount > timers);
        app.Time.Advance(TimeSpan.FromSeconds(5));

        using var answer = await answering.WaitAsync(TimeSpan.FromSeconds(30));
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }
}
