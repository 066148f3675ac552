using System.Net;
using System.Net.Http.Json;
using FluentAssertions;
using MadLab.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Access;

/// <summary>Two users over real HTTP: what one may see never reaches the other.</summary>
public sealed class MarketAccessTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Theory]
    [InlineData("symbol=AAPL")]
    [InlineData("symbol=AAPL&type=kpis")]
    [InlineData("symbol=AAPL&type=vol")]
    public async Task Get_RefusedAfterAnothersHit_Is403AndNotFromTheCache(string query)
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = r => r.Caller.Identity?.Name == "ann" ? MarketAccess.RealTime : MarketAccess.Refused;
        using var first = await app.GetAsync("ann", query);
        using var hit = await app.GetAsync("ann", query);

        using var refused = await app.GetAsync("bob", query);

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        hit.Headers.GetValues("Cache-Status").Should().ContainMatch("MadLab; hit;*");
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        refused.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await KestrelApp.JsonAsync(refused)).GetProperty("code").GetString().Should().Be("NOT_ENTITLED");
    }

    [Fact]
    public async Task Get_RefusedAlone_CallsNoProvider()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = static _ => MarketAccess.Refused;

        using var refused = await app.GetAsync("bob", "symbol=AAPL");

        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        app.Fake.Calls("prices").Should().Be(0);
    }

    [Fact]
    public async Task Get_Hit_IsAskedAbout()
    {
        await using var app = await AccessApp.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            (await app.GetAsync("ann", "symbol=AAPL")).Dispose();
        }

        app.Doorkeeper.Asked.Should().HaveCount(3).And.OnlyContain(a => a.User == "ann" && a.Provider == "fake" && a.Feed == "fake" && a.Symbol.Value == "AAPL");
        app.Fake.Calls("prices").Should().Be(1);
    }

    [Fact]
    public async Task Get_RightTakenAway_RefusesTheNextHit()
    {
        await using var app = await AccessApp.StartAsync();
        (await app.GetAsync("ann", "symbol=AAPL")).Dispose();
        app.Doorkeeper.Rule = static _ => MarketAccess.Refused;

        using var refused = await app.GetAsync("ann", "symbol=AAPL");

        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Get_HostDecides_IsPrivateAndVariesByCaller()
    {
        await using var app = await AccessApp.StartAsync();

        using var anonymous = await app.App.GetAsync("/api/market?symbol=AAPL");

        anonymous.Headers.CacheControl!.Private.Should().BeTrue();
        anonymous.Headers.CacheControl.SharedMaxAge.Should().BeNull();
        anonymous.Headers.Contains("CDN-Cache-Control").Should().BeFalse();
        anonymous.Headers.Vary.Should().Contain(["Authorization", "Cookie"]);
    }

    [Fact]
    public async Task Get_NobodyDecides_AsksNothingAndIsPublic()
    {
        await using var app = await AccessApp.StartAsync(asks: false);
        app.Doorkeeper.Rule = static _ => MarketAccess.Refused;

        using var answer = await app.App.GetAsync("/api/market?symbol=AAPL");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Headers.CacheControl!.Public.Should().BeTrue();
        answer.Headers.Vary.Should().Equal("Accept-Encoding");
        app.Doorkeeper.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task Get_DelayedPrices_EndWithTheLastBarThatWasOver()
    {
        await using var app = await AccessApp.StartAsync();
        app.Fake.Prices["AAPL"] = AccessApp.Today("AAPL");
        app.Doorkeeper.Rule = r => r.Caller.Identity?.Name == "ann" ? MarketAccess.RealTime : MarketAccess.DelayedBy(TimeSpan.FromMinutes(12));

        using var now = await app.GetAsync("ann", "symbol=AAPL&range=1D");
        using var then = await app.GetAsync("bob", "symbol=AAPL&range=1D");
        using var again = await app.GetAsync("ann", "symbol=AAPL&range=1D");

        (await KestrelApp.JsonAsync(now)).GetArrayLength().Should().Be(6);

        // 20:10 less 12 minutes is 19:58: the bars of 19:45 and 19:50 were over.
        (await KestrelApp.JsonAsync(then)).EnumerateArray().Select(b => b.GetProperty("date").GetDateTimeOffset().ToString("HH:mm")).Should().Equal("19:45", "19:50");
        (await KestrelApp.JsonAsync(again)).GetArrayLength().Should().Be(6);
        app.Fake.Calls("prices").Should().Be(1, "both are made from one upstream call");
    }

    [Fact]
    public async Task Get_DelayedDaily_LeavesTheRunningSessionOut()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = static _ => MarketAccess.DelayedBy(Quarter);

        using var answer = await app.GetAsync("bob", "symbol=AAPL");

        var bars = await KestrelApp.JsonAsync(answer);
        bars.EnumerateArray().Last().GetProperty("close").GetDecimal().Should().Be(104);
    }

    [Fact]
    public async Task Get_DelayedKpis_ComeFromBarsThatWereOver()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = static _ => MarketAccess.DelayedBy(Quarter);

        using var answer = await app.GetAsync("bob", "symbol=AAPL&type=kpis");

        var kpis = await KestrelApp.JsonAsync(answer);
        kpis.GetProperty("price").GetDecimal().Should().Be(104);
        kpis.GetProperty("change").GetDecimal().Should().Be(1);
        kpis.TryGetProperty("divYield", out _).Should().BeFalse("the provider's own figures are of now");
    }

    [Fact]
    public async Task Get_DelayedSurface_IsRefusedUntilItIsOldEnough()
    {
        await using var app = await AccessApp.StartAsync();
        app.Fake.Surfaces["AAPL"] = app.Fake.Surfaces["AAPL"] with { Timestamp = AccessApp.Now };
        app.Doorkeeper.Rule = static _ => MarketAccess.DelayedBy(TimeSpan.FromSeconds(60));

        using var early = await app.GetAsync("bob", "symbol=AAPL&type=vol");
        app.Time.Advance(TimeSpan.FromSeconds(60));
        using var late = await app.GetAsync("bob", "symbol=AAPL&type=vol");

        early.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        late.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("symbol=AAPL&format=csv")]
    [InlineData("symbol=AAPL&from=2024-01-03")]
    [InlineData("symbol=AAPL&from=2024-01-03&format=csv")]
    public async Task Get_DelayedWindowOrCsv_LeavesTheRunningSessionOut(string query)
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = r => r.Caller.Identity?.Name == "ann" ? MarketAccess.RealTime : MarketAccess.DelayedBy(Quarter);

        var now = await (await app.GetAsync("ann", query)).Content.ReadAsStringAsync();
        var then = await (await app.GetAsync("bob", query)).Content.ReadAsStringAsync();

        now.Should().Contain("2024-01-10");
        then.Should().Contain("2024-01-09").And.NotContain("2024-01-10");
    }

    [Fact]
    public async Task Get_DelayedQuality_IsOfTheBarsThatWereOver()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = static _ => MarketAccess.DelayedBy(Quarter);

        var report = await KestrelApp.JsonAsync(await app.GetAsync("bob", "symbol=AAPL&type=quality"));

        report.GetProperty("bars").GetInt32().Should().Be(5);
        report.GetProperty("issues").EnumerateArray().Select(i => i.GetProperty("kind").GetString()).Should().NotContain("stale");
    }

    [Fact]
    public async Task Get_DelayedCone_IsOfTheBarsThatWereOver()
    {
        await using var app = await AccessApp.StartAsync();
        var year = app.Fake.Prices["GOOG"];
        app.Fake.Prices["AAPL"] = year with { Symbol = Symbol.Parse("AAPL"), AsOf = AccessApp.Now };
        app.Doorkeeper.Rule = static _ => MarketAccess.DelayedBy(Quarter);

        var cone = await KestrelApp.JsonAsync(await app.GetAsync("bob", "symbol=AAPL&type=volcone"));

        cone.GetProperty("asOf").GetDateTimeOffset().Should().BeBefore(AccessApp.Now.AddDays(-1));
    }

    [Fact]
    public async Task Get_InfoOfADelayedCaller_IsTheSame()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = r => r.Caller.Identity?.Name == "ann" ? MarketAccess.RealTime : MarketAccess.DelayedBy(Quarter);

        var ann = await (await app.GetAsync("ann", "symbol=AAPL&type=info")).Content.ReadAsStringAsync();
        var bob = await (await app.GetAsync("bob", "symbol=AAPL&type=info")).Content.ReadAsStringAsync();

        bob.Should().Be(ann).And.Contain("AAPL");
    }

    [Fact]
    public async Task Get_CorrelationWithARefusedSymbol_Is403()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = r => r.Caller.Identity?.Name == "bob" && r.Symbol.Value == "MSFT" ? MarketAccess.Refused : MarketAccess.RealTime;

        using var open = await app.GetAsync("ann", "type=correlation&symbols=AAPL,MSFT");
        using var refused = await app.GetAsync("bob", "type=correlation&symbols=AAPL,MSFT");

        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        open.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_CorrelationOfTheStrictestDelay_IsNotTheOthers()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = r => r.Caller.Identity?.Name == "bob" && r.Symbol.Value == "MSFT" ? MarketAccess.DelayedBy(TimeSpan.FromDays(2)) : MarketAccess.RealTime;

        var now = await KestrelApp.JsonAsync(await app.GetAsync("ann", "type=correlation&symbols=AAPL,MSFT"));
        var then = await KestrelApp.JsonAsync(await app.GetAsync("bob", "type=correlation&symbols=AAPL,MSFT"));

        then.GetProperty("timestamp").GetDateTimeOffset().Should().BeOnOrBefore(AccessApp.Now.AddDays(-2)).And.BeBefore(now.GetProperty("timestamp").GetDateTimeOffset());
    }

    [Fact]
    public async Task Get_BatchWithARefusedSymbol_NamesIt()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = r => r.Symbol.Value == "MSFT" ? MarketAccess.Refused : MarketAccess.RealTime;

        using var answer = await app.GetAsync("bob", "symbols=AAPL,MSFT");

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await KestrelApp.JsonAsync(answer)).GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Equal("MSFT");
    }

    [Fact]
    public async Task Post_RefusedAndDelayed_SaysSoPerSymbol()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = r => r.Symbol.Value == "MSFT" ? MarketAccess.Refused : MarketAccess.DelayedBy(Quarter);

        using var answer = await app.App.Http.PostAsJsonAsync("/api/market", new { symbols = new[] { "AAPL", "MSFT" }, type = "prices" });

        var body = await KestrelApp.JsonAsync(answer);
        body.GetProperty("results").GetProperty("AAPL").GetProperty("meta").GetProperty("delaySeconds").GetInt32().Should().Be(900);
        body.GetProperty("results").TryGetProperty("MSFT", out _).Should().BeFalse();
        body.GetProperty("errors").GetProperty("MSFT").GetProperty("code").GetString().Should().Be("NOT_ENTITLED");
    }

    [Fact]
    public async Task Get_FeedLagsByAsMuch_IsNotHeldBackAgain()
    {
        var late = MarketApp.Fake();
        late.Descriptor = late.Descriptor with { DelaySeconds = 900 };
        late.Prices["AAPL"] = AccessApp.Week("AAPL", 100);
        await using var app = await AccessApp.StartAsync(lab => lab.AddProvider("late", _ => late));
        app.Doorkeeper.Rule = static _ => MarketAccess.DelayedBy(Quarter);

        using var answer = await app.GetAsync("bob", "symbol=AAPL");

        (await KestrelApp.JsonAsync(answer)).EnumerateArray().Last().GetProperty("close").GetDecimal().Should().Be(150, "the feed itself is 15 minutes late");
    }

    [Fact]
    public async Task MarketData_InProcess_AsksOnlyForACaller()
    {
        await using var app = await AccessApp.StartAsync();
        app.Doorkeeper.Rule = static _ => MarketAccess.Refused;
        var market = app.App.App.Services.GetRequiredService<IMarketData>();
        var aapl = Symbol.Parse("AAPL");

        var host = await market.GetPricesAsync(aapl);
        var user = async () => await market.GetPricesAsync(aapl, options: new MarketRequestOptions { Caller = new System.Security.Claims.ClaimsPrincipal() });

        host.Value.Bars.Should().HaveCount(6);
        (await user.Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().Be(MarketErrorKind.NotEntitled);
        app.Doorkeeper.Asked.Should().HaveCount(1);
    }
}
