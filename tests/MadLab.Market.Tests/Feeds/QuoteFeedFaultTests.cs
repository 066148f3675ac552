using FluentAssertions;
using MadLab.Diagnostics;
using MadLab.Market.Tests.Feeds.Support;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Feeds;

/// <summary>Streams, listeners and clients that misbehave: what it costs them, and that it costs nobody else.</summary>
public sealed class QuoteFeedFaultTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");
    private static readonly Quote Good = ScriptedPolls.Of(Apple, 100);

    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedStream _stream = new();

    [Fact]
    public async Task Open_ClosedAtAnyMoment_LeavesNothingBehind()
    {
        var fake = new FakeProvider();
        fake.Push(Apple, 100m, _time.GetUtcNow());
        await using var host = new FeedHost(_time, lab => lab.AddProvider("fake", _ => fake));
        for (var i = 0; i < 50; i++)
        {
            host.Feed.Open(Apple, new FeedListener()).Dispose();
            var listener = new FeedListener();
            using var read = host.Feed.Open(Apple, listener);
            (await listener.NextAsync()).Should().Be("source fake");
        }

        await FeedHost.UntilAsync(() => host.Feed.OpenUpstreams == 0);

        fake.Listening(Apple).Should().Be(0);
        host.Feed.SequencesLeftBehind.Should().Be(0);

        // A wait that ended puts its timer away after it has told its waiter.
        await FeedHost.UntilAsync(() => _time.TimerCount == 0);
    }

    [Fact]
    public async Task Dispose_AfterTheRunEnded_DoesNothing()
    {
        var fake = new FakeProvider { Failure = MarketDataException.SymbolUnknown(Apple) };
        await using var host = new FeedHost(_time, lab => lab.AddProvider("fake", _ => fake));
        var listener = new FeedListener();
        var ended = host.Feed.Open(Apple, listener);
        (await listener.NextAsync()).Should().Be("error SymbolUnknown True");
        await FeedHost.UntilAsync(() => host.Feed.OpenUpstreams == 0);

        var close = () =>
        {
            ended.Dispose();
            ended.Dispose();
        };

        close.Should().NotThrow();
    }

    [Fact]
    public async Task Dispose_OfTheFeed_EndsItsUpstreamsAndTakesNoMore()
    {
        await using var host = new FeedHost(_time, lab => lab.AddProvider("scripted", _ => _stream));
        using var upstream = host.Feed.Open(Apple, new FeedListener());
        await _stream.OpenedAsync();

        host.Feed.Dispose();

        await FeedHost.UntilAsync(() => host.Feed.OpenUpstreams == 0);
        host.Feed.Invoking(f => f.Open(Apple, new FeedListener())).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task Dispose_ProvidersCallbackOnItsTokenThrows_IsLoggedAndEndsTheUpstream()
    {
        _stream.Opening = token => token.Register(static () => throw new InvalidOperationException("the provider's own"));
        await using var host = new FeedHost(_time, lab => lab.AddProvider("scripted", _ => _stream));
        var upstream = host.Feed.Open(Apple, new FeedListener());
        await _stream.OpenedAsync();

        upstream.Invoking(u => u.Dispose()).Should().NotThrow();

        await FeedHost.UntilAsync(() => host.Feed.OpenUpstreams == 0);
        host.Log.Events.Should().Contain("CancellationCallbackFailed");
    }

    [Fact]
    public async Task LiveDataOff_ARoundEndsBeforeItIsTold_DisturbsNobody()
    {
        await using var host = new FeedHost(_time, lab => lab.AddProvider("scripted", _ => _stream));
        IDisposable? upstream = null;
        var ended = false;

        // Registered first, so told first: the round is over when its turn comes.
        using var first = host.Live.OnChange(_ =>
        {
            upstream!.Dispose();
            ended = SpinWait.SpinUntil(() => host.Feed.OpenUpstreams == 0, TimeSpan.FromSeconds(30));
        });
        upstream = host.Feed.Open(Apple, new FeedListener());
        await _stream.OpenedAsync();

        host.Live.Set(false);

        ended.Should().BeTrue();
        host.Log.Events.Should().NotContain("LiveDataListenerFailed");
    }

    [Fact]
    public async Task Stream_BadQuotes_AreLeftOutAndCounted_AndTheSequenceGoesOn()
    {
        await using var host = new FeedHost(_time, lab => lab.AddProvider("scripted", _ => _stream));
        var listener = new FeedListener();
        using var upstream = host.Feed.Open(Apple, listener);

        _stream.Send(Good with { Low = 101 });
        _stream.Send(Good with { Symbol = Symbol.Parse("MSFT") });
        _stream.Send(null);
        _stream.Send(Good);
        _stream.Send(Good with { Timestamp = default });
        _stream.Send(Good with { Bid = 99 });

        (await listener.NextAsync()).Should().Be("source scripted");
        (await listener.NextAsync()).Should().Be("quote 100");
        (await listener.NextAsync()).Should().Be("quote 100");
        host.Measured(Instruments.ValidationErrors).Should().Be(4);
        host.Status.LastError.Should().BeNull();
    }

    [Fact]
    public async Task Stream_ListenerThrows_IsNotHeldAgainstTheProvider()
    {
        await using var host = new FeedHost(_time, lab => lab.AddProvider("scripted", _ => _stream));
        var listener = new FeedListener { Failure = new InvalidOperationException("the listener's own") };
        using var upstream = host.Feed.Open(Apple, listener);

        _stream.Send(Good);

        (await listener.NextAsync()).Should().Be("source scripted");
        (await listener.NextAsync()).Should().Be("error Unavailable False");
        host.Status.LastError.Should().BeNull();
        host.Status.State.Should().Be(ProviderState.Available);
    }

    [Fact]
    public async Task Stream_EndsAfterHours_CountsItsFirstQuoteAsTheSuccessAndItsEndAsAnInstant()
    {
        await using var host = new FeedHost(_time, lab => lab.AddProvider("scripted", _ => _stream));
        var listener = new FeedListener();
        using var upstream = host.Feed.Open(Apple, listener);
        await _stream.OpenedAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        _stream.Send(Good);
        await listener.NextAsync();
        await listener.NextAsync();
        var running = host.Status;

        _time.Advance(TimeSpan.FromHours(3));
        _stream.End();
        (await listener.NextAsync()).Should().Be("error Unavailable False");

        running.Latency.Should().Be(TimeSpan.FromSeconds(2));
        running.State.Should().Be(ProviderState.Available);
        host.Status.Latency.Should().Be(TimeSpan.FromSeconds(1), "2 s to the first quote and none for the end");
        host.Status.LastError.Should().Be(MarketErrorKind.Unavailable);
        host.Status.State.Should().Be(ProviderState.Degraded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_StreamEndsInItsOwnWay_IsNoFailure(bool throws)
    {
        _stream.IgnoresToken = true;
        await using var host = new FeedHost(_time, lab => lab.AddProvider("scripted", _ => _stream));
        var upstream = host.Feed.Open(Apple, new FeedListener());
        await _stream.OpenedAsync();

        upstream.Dispose();
        _stream.End(throws ? new InvalidOperationException("cut") : null);

        await FeedHost.UntilAsync(() => host.Feed.OpenUpstreams == 0);
        host.Status.LastError.Should().BeNull();
        host.Log.Events.Should().NotContain("QuotesStopped");
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3600, 10)]
    public async Task Stream_EndsWithoutAQuote_CountsTheTimeSinceItBegan_UpToTheTimeLimit(int seconds, int counted)
    {
        await using var host = new FeedHost(_time, lab => lab.AddProvider("scripted", _ => _stream));
        var listener = new FeedListener();
        using var upstream = host.Feed.Open(Apple, listener);
        await _stream.OpenedAsync();

        _time.Advance(TimeSpan.FromSeconds(seconds));
        _stream.End(new MarketDataException(MarketErrorKind.Unauthorized, "refused"));
        (await listener.NextAsync()).Should().Be("error Unauthorized False");

        host.Status.Latency.Should().Be(TimeSpan.FromSeconds(counted));
        host.Status.LastError.Should().Be(MarketErrorKind.Unauthorized);
    }
}
