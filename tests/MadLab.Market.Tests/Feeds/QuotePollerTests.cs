using FluentAssertions;
using MadLab.Diagnostics;
using MadLab.Market.Tests.Feeds.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Feeds;

public sealed class QuotePollerTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");
    private static readonly Symbol Microsoft = Symbol.Parse("MSFT");

    private readonly TimerSignals _time = new();
    private readonly ScriptedPolls _polls = new();

    [Fact]
    public async Task Poll_SeveralSymbols_AsksTogether_AndDropsTheUnknownOne()
    {
        var unknown = Symbol.Parse("NOPE");
        _polls.Answer = symbols => [.. symbols.Where(s => s != unknown).Select(s => ScriptedPolls.Of(s, symbols.Count))];
        await using var host = Host(_polls);
        var (apple, nope) = (new FeedListener(), new FeedListener());
        using var first = host.Feed.Open(Apple, apple);
        (await apple.NextAsync()).Should().Be("source polled");
        (await apple.NextAsync()).Should().Be("quote 1");

        using var second = host.Feed.Open(unknown, nope);
        while (!nope.WasTold)
        {
            await _time.PassAsync(ScriptedPolls.Interval);
        }

        (await nope.NextAsync()).Should().Be("error SymbolUnknown True");
        (await apple.NextAsync()).Should().Be("quote 2", "both were asked for in one call");
    }

    [Fact]
    public async Task Poll_OneBadQuote_IsLeftOutAndCounted_AndTheOthersArrive()
    {
        _polls.Answer = symbols => [.. symbols.Select(s => s == Apple ? ScriptedPolls.Of(s, 1) with { Low = 2 } : ScriptedPolls.Of(s, 1))];
        await using var host = Host(_polls);
        var (apple, microsoft) = (new FeedListener(), new FeedListener());
        using var bad = host.Feed.Open(Apple, apple);
        await FeedHost.UntilAsync(() => host.Measured(Instruments.ValidationErrors) == 1);
        using var good = host.Feed.Open(Microsoft, microsoft);
        while (!microsoft.WasTold)
        {
            await _time.PassAsync(ScriptedPolls.Interval);
        }

        (await microsoft.NextAsync()).Should().Be("source polled");
        (await microsoft.NextAsync()).Should().Be("quote 1");
        _polls.Answer = symbols => [.. symbols.Select(s => ScriptedPolls.Of(s, 3))];
        await _time.PassAsync(ScriptedPolls.Interval);

        (await microsoft.NextAsync()).Should().Be("quote 3");
        (await apple.NextAsync()).Should().Be("source polled");
        (await apple.NextAsync()).Should().Be("quote 3");
        host.Measured(Instruments.ValidationErrors).Should().Be(1);
    }

    [Fact]
    public async Task Poll_QuotesNobodyAskedFor_AreCountedAndCostNothing()
    {
        _polls.Answer = symbols => [null!, ScriptedPolls.Of(Microsoft, 7), .. symbols.Select(s => ScriptedPolls.Of(s, 1))];
        await using var host = Host(_polls);
        var apple = new FeedListener();
        using var upstream = host.Feed.Open(Apple, apple);

        (await apple.NextAsync()).Should().Be("source polled");
        (await apple.NextAsync()).Should().Be("quote 1");
        await FeedHost.UntilAsync(() => host.Measured(Instruments.ValidationErrors) == 2);
    }

    [Fact]
    public async Task Poll_QuoteWithoutASymbol_DoesNotMakeTheMissingOneUnknown()
    {
        _polls.Answer = symbols => [ScriptedPolls.Of(default, 1)];
        await using var host = Host(_polls);
        var apple = new FeedListener();
        using var upstream = host.Feed.Open(Apple, apple);

        (await apple.NextAsync()).Should().Be("error Malformed False");
    }

    [Fact]
    public async Task Poll_OneListenerThrows_TheOthersGetTheirQuotes()
    {
        await using var host = Host(_polls);
        var (broken, sound) = (new FeedListener(), new FeedListener());

        // The broken one first, because those who came first are told first.
        using var first = host.Feed.Open(Apple, broken);
        (await broken.NextAsync()).Should().Be("source polled");
        (await broken.NextAsync()).Should().Be("quote 1");
        using var second = host.Feed.Open(Microsoft, sound);
        while (!sound.WasTold)
        {
            await _time.PassAsync(ScriptedPolls.Interval);
        }

        (await sound.NextAsync()).Should().Be("source polled");
        (await sound.NextAsync()).Should().Be("quote 1");
        broken.Failure = new InvalidOperationException("the listener's own");
        _polls.Answer = symbols => [.. symbols.Select(s => ScriptedPolls.Of(s, 2))];
        await _time.PassAsync(ScriptedPolls.Interval);

        (await broken.NextAsync()).Should().Be("error Unavailable False");
        (await sound.NextAsync()).Should().Be("quote 2");
        host.Status.LastError.Should().BeNull();
    }

    [Fact]
    public async Task Poll_OneCallForManyFails_CountsOnceWithItsOwnDuration()
    {
        await using var host = Host(_polls);
        var listeners = Enumerable.Range(0, 5).Select(_ => new FeedListener()).ToList();
        var upstreams = listeners.Select((listener, i) => host.Feed.Open(Symbol.Parse($"S{i}"), listener)).ToList();
        while (_polls.Asked < 5)
        {
            // Each joins on a thread of its own: polled on until all have.
            await _time.PassAsync(ScriptedPolls.Interval);
        }

        // Not while one is under way: that would wait at the gate below.
        await FeedHost.UntilAsync(() => _time.CountOf(ScriptedPolls.Interval) == 1);
        var fails = new TaskCompletionSource();
        var before = _polls.Calls;
        _polls.Gate = fails.Task;
        _polls.Answer = _ => throw new MarketDataException(MarketErrorKind.Unavailable, "down");
        await _time.PassAsync(ScriptedPolls.Interval);
        await FeedHost.UntilAsync(() => _polls.Calls > before);
        _time.Advance(TimeSpan.FromSeconds(2));
        fails.SetResult();
        foreach (var listener in listeners)
        {
            (await listener.NextAsync()).Should().Be("source polled");
            (await listener.NextAsync()).Should().Be("quote 1");
            (await listener.NextAsync()).Should().Be("error Unavailable False");
        }

        upstreams.ForEach(u => u.Dispose());
        host.Status.State.Should().Be(ProviderState.Degraded, "one failed call is not several");
        host.Status.Latency.Should().Be(TimeSpan.FromSeconds(2) / Math.Min(20, _polls.Calls));
        host.Measured(Instruments.ProviderDuration, "polled,quotes,Unavailable").Should().Be(1);
        host.Measured(Instruments.ProviderDuration, "polled,quotes,ok").Should().Be(_polls.Calls - 1);
    }

    [Fact]
    public async Task Poll_ProviderKeepsFailing_IsGivenARest()
    {
        _polls.Answer = _ => throw new MarketDataException(MarketErrorKind.Unavailable, "down");
        await using var host = Host(_polls);
        var upstreams = new List<IDisposable>();
        for (var i = 0; i < 15; i++)
        {
            // The clock stands still, so each asks once: with the next it would be a second call of its own.
            var listener = new FeedListener();
            upstreams.Add(host.Feed.Open(Symbol.Parse($"S{i}"), listener));
            (await listener.NextAsync()).Should().Be("error Unavailable False");
        }

        upstreams.ForEach(u => u.Dispose());
        _polls.Calls.Should().Be(10, "an open circuit is not asked");
        host.Measured(Instruments.ProviderDuration, "polled,quotes,Unavailable").Should().Be(10);
        host.Status.State.Should().Be(ProviderState.Unavailable);
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(-5_000, 50)]
    [InlineData(49, 50)]
    [InlineData(51, 51)]
    [InlineData(long.MaxValue / TimeSpan.TicksPerMillisecond, 86_400_000)]
    public async Task Poll_IntervalOutOfRange_IsTakenAsTheNearestInIt(long stated, long taken)
    {
        var polls = new ScriptedPolls
        {
            Descriptor = new ProviderDescriptor { Feed = "polled", Limits = new ProviderLimits { PollInterval = TimeSpan.FromTicks(stated * TimeSpan.TicksPerMillisecond) } },
        };
        await using var host = Host(polls);
        using var upstream = host.Feed.Open(Apple, new FeedListener());

        await _time.PassAsync(TimeSpan.FromMilliseconds(taken));

        await FeedHost.UntilAsync(() => polls.Calls == 2);
    }

    [Fact]
    public async Task Poll_LoopBreaks_IsLoggedAndTold_AndTheNextReaderBeginsAnother()
    {
        _polls.Answer = _ => new UnreadableList();
        await using var host = Host(_polls);
        var (first, second) = (new FeedListener(), new FeedListener());

        using var apple = host.Feed.Open(Apple, first);
        (await first.NextAsync()).Should().Be("error Unavailable False");
        using var microsoft = host.Feed.Open(Microsoft, second);
        (await second.NextAsync()).Should().Be("error Unavailable False");

        host.Log.Events.Count(e => e == "PollingBroken").Should().Be(2);
    }

    [Fact]
    public async Task Poll_QuotaUsedUp_IsTold_AndNoMoreCallsAreMade()
    {
        var polls = new ScriptedPolls { Descriptor = new ProviderDescriptor { Feed = "polled", Limits = new ProviderLimits { PollInterval = ScriptedPolls.Interval, CallsPerDay = 2 } } };
        await using var host = Host(polls);
        var listener = new FeedListener();

        using var apple = host.Feed.Open(Apple, listener);
        (await listener.NextAsync()).Should().Be("source polled");
        await _time.PassAsync(ScriptedPolls.Interval);
        await _time.PassAsync(ScriptedPolls.Interval);
        string told;
        do
        {
            told = await listener.NextAsync();
        }
        while (told.StartsWith("quote", StringComparison.Ordinal));

        told.Should().Be("error QuotaExceeded False");
        polls.Calls.Should().Be(2);
        host.Status.QuotaLeft.Should().Be(0);
    }

    [Fact]
    public async Task Poll_TwoReadersOfASymbol_BothRead_AndTheEarlierLeavesAlone()
    {
        await using var host = Host(_polls);
        var (earlier, later) = (new FeedListener(), new FeedListener());
        var leaving = host.Feed.Open(Apple, earlier);
        (await earlier.NextAsync()).Should().Be("source polled");
        using var staying = host.Feed.Open(Apple, later);
        while (!later.WasTold)
        {
            await _time.PassAsync(ScriptedPolls.Interval);
        }

        (await later.NextAsync()).Should().Be("source polled");
        (await later.NextAsync()).Should().Be("quote 1");
        leaving.Dispose();
        await FeedHost.UntilAsync(() => host.Feed.OpenUpstreams == 1);
        _polls.Answer = symbols => [.. symbols.Select(s => ScriptedPolls.Of(s, 2))];
        await _time.PassAsync(ScriptedPolls.Interval);

        (await later.NextAsync()).Should().Be("quote 2");
        _polls.Asked.Should().Be(1, "a symbol is asked for once however many read it");
    }

    private FeedHost Host(ScriptedPolls polls) => new(_time, lab => lab.AddProvider("polled", _ => polls));

    /// <summary>An answer that no check expects: it fails when it is read.</summary>
    private sealed class UnreadableList : IReadOnlyList<Quote>
    {
        public int Count => throw new InvalidOperationException("unreadable");

        public Quote this[int index] => throw new InvalidOperationException("unreadable");

        public IEnumerator<Quote> GetEnumerator() => throw new InvalidOperationException("unreadable");

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
