using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Hub;

public sealed class QuoteHubTests
{
    private static readonly Symbol Aapl = Symbol.Parse("AAPL");
    private static readonly Symbol Msft = Symbol.Parse("MSFT");

    [Fact]
    public void Acquire_Twice_OneUpstream()
    {
        using var bench = new HubBench();

        var one = bench.Hub.Acquire(Aapl);
        var two = bench.Hub.Acquire(Aapl);

        two.Should().BeSameAs(one);
        bench.Feed.Opens.Should().ContainSingle();
        bench.Hub.OpenSymbols.Should().Be(1);
    }

    [Fact]
    public void Release_Last_ClosesAfterTheLinger()
    {
        using var bench = new HubBench(withTimers: true);
        var cell = bench.Hub.Acquire(Aapl)!;
        bench.Hub.Release(cell);

        bench.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        bench.Feed.IsOpen("AAPL").Should().BeTrue();
        bench.Time.Advance(TimeSpan.FromMilliseconds(10));

        bench.Feed.IsOpen("AAPL").Should().BeFalse();
        bench.Hub.OpenSymbols.Should().Be(0);
        bench.Time.TimerCount.Should().Be(0, "nothing lingers any more");
    }

    [Fact]
    public void Release_ThenAcquiredAgain_UpstreamStays()
    {
        using var bench = new HubBench(withTimers: true);
        bench.Hub.Release(bench.Hub.Acquire(Aapl)!);
        bench.Time.Advance(TimeSpan.FromSeconds(4));

        bench.Hub.Acquire(Aapl);
        bench.Time.Advance(TimeSpan.FromMinutes(1));

        bench.Feed.IsOpen("AAPL").Should().BeTrue();
        bench.Feed.Opens.Should().ContainSingle();
    }

    [Fact]
    public void Release_LongerLingerFirst_TheLongerHolds()
    {
        using var bench = new HubBench(withTimers: true);
        var cell = bench.Hub.Acquire(Aapl)!;
        bench.Hub.Acquire(Aapl);
        bench.Hub.Release(cell, TimeSpan.FromSeconds(30));
        bench.Hub.Release(cell, TimeSpan.FromSeconds(5));

        bench.Time.Advance(TimeSpan.FromSeconds(29));
        bench.Feed.IsOpen("AAPL").Should().BeTrue();
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        bench.Feed.IsOpen("AAPL").Should().BeFalse();
    }

    [Fact]
    public void Acquire_PastTheMostSymbols_RefusedUnlessOneIsIdle()
    {
        using var bench = new HubBench(o => o.MaxSymbols = 1);
        var cell = bench.Hub.Acquire(Aapl)!;
        bench.Hub.Acquire(Msft).Should().BeNull();

        bench.Hub.Release(cell);

        bench.Hub.Acquire(Msft).Should().NotBeNull();
        bench.Feed.IsOpen("AAPL").Should().BeFalse("the idle one gave way");
    }

    [Fact]
    public void Acquire_FailedSymbol_AskedForAgainAfterHalfAMinute()
    {
        using var bench = new HubBench();
        bench.Feed.Failure = s => MarketDataException.SymbolUnknown(s);
        var failed = bench.Hub.Acquire(Aapl)!;
        failed.Error!.IsFinal.Should().BeTrue();
        bench.Hub.Acquire(Aapl).Should().BeSameAs(failed);
        bench.Hub.OpenSymbols.Should().Be(0);

        bench.Feed.Failure = _ => null;
        bench.Time.Advance(TimeSpan.FromSeconds(30));

        bench.Hub.Acquire(Aapl)!.Error.Should().BeNull();
        bench.Feed.Opens.Should().HaveCount(2);
    }

    [Fact]
    public void Release_FailedSymbol_KeptForHalfAMinuteSoThatNobodyAsksAgain()
    {
        using var bench = new HubBench(withTimers: true);
        bench.Feed.Failure = s => MarketDataException.SymbolUnknown(s);
        var failed = bench.Hub.Acquire(Aapl)!;
        bench.Hub.Release(failed);

        bench.Time.Advance(TimeSpan.FromSeconds(29));
        bench.Hub.Acquire(Aapl).Should().BeSameAs(failed);
        bench.Hub.Release(failed);
        bench.Feed.Opens.Should().ContainSingle();

        bench.Time.Advance(TimeSpan.FromSeconds(10));
        bench.Time.TimerCount.Should().Be(0, "it is forgotten in the end");
        bench.Hub.Acquire(Aapl).Should().NotBeSameAs(failed);
        bench.Feed.Opens.Should().HaveCount(2);
    }

    [Fact]
    public void OnError_FinalAfterTheLastLeft_KeptForHalfAMinute()
    {
        using var bench = new HubBench(withTimers: true);
        var cell = bench.Hub.Acquire(Aapl)!;
        bench.Hub.Release(cell);

        bench.Feed.Fail("AAPL", MarketErrorKind.SymbolUnknown, final: true);
        bench.Time.Advance(TimeSpan.FromSeconds(29));

        bench.Hub.Acquire(Aapl).Should().BeSameAs(cell);
        bench.Feed.Opens.Should().ContainSingle();
    }

    [Fact]
    public void Acquire_FeedThrows_AFinalErrorAndNoMore()
    {
        using var bench = new HubBench();
        bench.Feed.Failure = _ => throw new InvalidOperationException("a fault of the feed");

        var cell = bench.Hub.Acquire(Aapl)!;

        cell.Error!.Code.Should().Be("UPSTREAM_UNAVAILABLE");
        cell.Error.Message.Should().NotContain("fault of the feed");
    }

    [Fact]
    public void OnQuote_OlderThanTheLast_Ignored()
    {
        using var bench = new HubBench();
        var cell = bench.Hub.Acquire(Aapl)!;
        bench.Feed.Publish("AAPL", 2, Quotes.Start.AddSeconds(1));

        bench.Feed.Publish("AAPL", 1, Quotes.Start);

        cell.Current!.Quote.Price.Should().Be(2);
    }

    [Fact]
    public void OnQuote_MuchOlder_TakenBecauseAClockWasSetBack()
    {
        using var bench = new HubBench();
        var cell = bench.Hub.Acquire(Aapl)!;
        bench.Feed.Publish("AAPL", 2, Quotes.Start);

        bench.Feed.Publish("AAPL", 1, Quotes.Start.AddHours(-1));

        cell.Current!.Quote.Price.Should().Be(1);
    }

    [Fact]
    public void OnQuote_OlderFromAnotherSource_Taken()
    {
        using var bench = new HubBench();
        var cell = bench.Hub.Acquire(Aapl)!;
        bench.Feed.Publish("AAPL", 2, Quotes.Start);

        bench.Feed.Serve("AAPL", new QuoteSourceInfo { Provider = "delayed", Feed = "sip", DelaySeconds = 5 });
        bench.Feed.Publish("AAPL", 1, Quotes.Start.AddSeconds(-5));

        cell.Current!.Quote.Price.Should().Be(1);
        cell.Source!.Provider.Should().Be("delayed");
    }

    [Fact]
    public void OnQuote_SameFiguresLater_NoNewVersion()
    {
        using var bench = new HubBench();
        var cell = bench.Hub.Acquire(Aapl)!;
        bench.Feed.Publish("AAPL", 2, Quotes.Start);
        var version = cell.Current!.Seq;

        bench.Feed.Publish("AAPL", 2, Quotes.Start.AddSeconds(1));

        cell.Current!.Seq.Should().Be(version);
    }

    [Fact]
    public void OnError_LiveDataOff_IsNoFailure()
    {
        using var bench = new HubBench();
        var cell = bench.Hub.Acquire(Aapl)!;

        bench.Feed.Fail("AAPL", MarketErrorKind.LiveDataDisabled, final: false);

        cell.Error.Should().BeNull();
    }

    [Fact]
    public void Frame_AskedForTwice_EncodedOnce()
    {
        using var bench = new HubBench();
        var cell = bench.Hub.Acquire(Aapl)!;
        bench.Feed.Publish("AAPL", 2);
        var value = cell.Current!;

        (value.Frame == value.Frame).Should().BeTrue("both are the same bytes at the same place");
        (value.Event == value.Event).Should().BeTrue();
    }

    [Fact]
    public void Dispose_OpenUpstreams_Closed()
    {
        var bench = new HubBench();
        bench.Hub.Acquire(Aapl);

        bench.Dispose();

        bench.Feed.OpenCount.Should().Be(0);
    }
}
