using FluentAssertions;
using MadLab.Diagnostics;
using MadLab.Market.Feeds;
using MadLab.Market.Tests.Feeds.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Feeds;

/// <summary>Upstreams that are connected and bring nothing: noticed while the market is open, opened anew, and told.</summary>
public sealed class QuoteSilenceTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");
    private static readonly Symbol Microsoft = Symbol.Parse("MSFT");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TimerSignals _time = new();
    private readonly HandWrittenStream _stream = new();
    private readonly FeedListener _listener = new();

    [Fact]
    public async Task Stream_FallsSilent_IsToldAndOpenedAnew_AndEndsOnTheNewestQuote()
    {
        await using var host = Host(_stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        var first = await _stream.NextAsync();
        await SendAsync(first, 100);

        await _time.PassAsync(Limit);

        (await _listener.NextAsync()).Should().Be("error Timeout False");
        await first.HasEnded.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await AfterPauseAsync();
        await SendAsync(await _stream.NextAsync(), 101, isNewSource: false);
        host.Measured(Instruments.FeedRestarts, "written,silent").Should().Be(1);
        host.Log.Events.Should().Contain("SequenceFailed");
        host.Status.LastError.Should().Be(MarketErrorKind.Timeout);
        host.Status.State.Should().Be(ProviderState.Degraded);
    }

    [Fact]
    public async Task Stream_HangsBeforeItsFirstQuote_IsOpenedAnew()
    {
        await using var host = Host(_stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        await _stream.NextAsync();

        await _time.PassAsync(Limit);

        (await _listener.NextAsync()).Should().Be("error Timeout False");
        await AfterPauseAsync();
        await SendAsync(await _stream.NextAsync(), 100);
    }

    [Fact]
    public async Task Stream_BlocksItsThread_IsNoticedAllTheSame()
    {
        using var blocks = new ManualResetEventSlim();
        _stream.Blocks = blocks;
        await using var host = Host(_stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        await _stream.NextAsync();

        await _time.PassAsync(Limit);
        await _time.PassAsync(TimeSpan.FromSeconds(1));

        (await _listener.NextAsync()).Should().Be("error Timeout False");
        host.Log.Events.Should().Contain("SequenceLeftBehind");
        _stream.Blocks = null;
        await AfterPauseAsync();
        await SendAsync(await _stream.NextAsync(), 100);
        blocks.Set();
    }

    [Fact]
    public async Task Stream_IgnoresItsToken_SaysNothingMore_AndIsNotOpenedWithoutLimit()
    {
        _stream.IgnoresToken = true;
        await using var host = Host(_stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        var held = new List<HandWrittenStream.Sequence>();
        for (var i = 0; i < LeftBehind.Most; i++)
        {
            held.Add(await _stream.NextAsync());
            await _time.PassAsync(Limit);
            await _time.PassAsync(TimeSpan.FromSeconds(1));
            (await _listener.NextAsync()).Should().Be("error Timeout False");
            await AfterPauseAsync(1 << i);
        }

        (await _listener.NextAsync()).Should().Be("error Unavailable False");
        _stream.Opened.Should().Be(LeftBehind.Most);

        held.ForEach(s => s.Send(99, _time.GetUtcNow()));
        await FeedHost.UntilAsync(() => host.Feed.SequencesLeftBehind == 0);
        await AfterPauseAsync(8);
        await SendAsync(await _stream.NextAsync(), 100);
    }

    [Fact]
    public async Task Stream_RepeatsItsQuote_IsTakenForMute_AndForQuietWhenItDoesSoAgain()
    {
        await using var host = Host(_stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        var at = _time.GetUtcNow();
        var first = await _stream.NextAsync();
        first.Send(100, at);
        (await _listener.NextAsync()).Should().Be("source written");
        (await _listener.NextAsync()).Should().Be("quote 100");
        _time.Advance(Limit / 2);
        first.Send(100, at);
        (await _listener.NextAsync()).Should().Be("quote 100");

        _time.Advance(Limit / 2);

        (await _listener.NextAsync()).Should().Be("error Timeout False");
        await AfterPauseAsync();
        (await _stream.NextAsync()).Send(100, at);
        (await _listener.NextAsync()).Should().Be("quote 100");
        await _time.PassAsync(Limit);
        (await _listener.NextAsync()).Should().Be("error Timeout False");
        await AfterPauseAsync();
        (await _stream.NextAsync()).Send(100, at);
        (await _listener.NextAsync()).Should().Be("quote 100");
        await _time.PassAsync(Limit * 2);
        (await _listener.NextAsync()).Should().Be("error Timeout False");
    }

    [Fact]
    public async Task Stream_SaysTheSameAtALaterMoment_IsAlive()
    {
        await using var host = Host(_stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        var sequence = await _stream.NextAsync();
        await SendAsync(sequence, 100);
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(Limit * 0.9);
            await SendAsync(sequence, 100, isNewSource: false);
        }

        host.Measured(Instruments.FeedRestarts, "written,silent").Should().Be(0);
        _stream.Opened.Should().Be(1);
    }

    [Fact]
    public async Task Stream_GoesBackInTime_IsToldAndOpenedAnew()
    {
        await using var host = Host(_stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        var first = await _stream.NextAsync();
        await SendAsync(first, 100);

        first.Send(50, _time.GetUtcNow() - TimeSpan.FromMinutes(5));

        (await _listener.NextAsync()).Should().Be("error Malformed False");
        host.Measured(Instruments.FeedRestarts, "written,backwards").Should().Be(1);
        host.Measured(Instruments.ValidationErrors).Should().Be(1);
        await AfterPauseAsync();
        await SendAsync(await _stream.NextAsync(), 101, isNewSource: false);
    }

    [Fact]
    public async Task Silence_OfOneSymbol_LeavesTheOthersAndTheProviderAlone()
    {
        await using var host = Host(_stream);
        var other = new FeedListener();
        using var mute = host.Feed.Open(Apple, _listener);
        await SendAsync(await _stream.NextAsync(), 100);
        using var lively = host.Feed.Open(Microsoft, other);
        var sequence = await _stream.NextAsync();
        sequence.Send(200, _time.GetUtcNow());
        (await other.NextAsync()).Should().Be("source written");
        for (var price = 201; price < 206; price++)
        {
            (await other.NextAsync()).Should().Be($"quote {price - 1}");
            _time.Advance(Limit / 2);
            sequence.Send(price, _time.GetUtcNow());
        }

        (await _listener.NextAsync()).Should().Be("error Timeout False");
        (await other.NextAsync()).Should().Be("quote 205");
        other.WasTold.Should().BeFalse();
        host.Status.State.Should().Be(ProviderState.Degraded);
    }

    [Fact]
    public async Task Silence_AtTheFirstProvider_GoesOnWithTheNext_AndStaysThere()
    {
        var second = new HandWrittenStream();
        await using var host = new FeedHost(_time, lab => lab.AddProvider("first", _ => _stream).AddProvider("second", _ => second));
        using var upstream = host.Feed.Open(Apple, _listener);
        (await _stream.NextAsync()).Send(100, _time.GetUtcNow());
        (await _listener.NextAsync()).Should().Be("source first");
        (await _listener.NextAsync()).Should().Be("quote 100");

        await _time.PassAsync(Limit);

        var sequence = await second.NextAsync();
        sequence.Send(101, _time.GetUtcNow());
        (await _listener.NextAsync()).Should().Be("source second", "nobody is told of a fault that another provider makes good");
        (await _listener.NextAsync()).Should().Be("quote 101");
        _time.Advance(Limit / 2);
        sequence.Send(102, _time.GetUtcNow());
        (await _listener.NextAsync()).Should().Be("quote 102");
        _stream.Opened.Should().Be(1);
    }

    [Theory]
    [InlineData("2024-01-06T17:00:00Z", "a Saturday")]
    [InlineData("2024-01-02T21:00:00Z", "after the close")]
    [InlineData("2024-12-25T17:00:00Z", "a holiday")]
    [InlineData("2024-11-29T18:00:00Z", "after an early close")]
    public async Task Silence_WhileTheMarketIsClosed_IsNoFault(string moment, string because)
    {
        var stream = new HandWrittenStream { Descriptor = new ProviderDescriptor { Feed = "written", Hours = TradingHours.UsEquity } };
        _time.Advance(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture) - _time.GetUtcNow());
        await using var host = Host(stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        await SendAsync(await stream.NextAsync(), 100);

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromHours(1));
        }

        _listener.WasTold.Should().BeFalse(because);
        stream.Opened.Should().Be(1);
    }

    [Fact]
    public async Task Silence_OverNight_CountsFromTheNextOpen()
    {
        var stream = new HandWrittenStream { Descriptor = new ProviderDescriptor { Feed = "written", Hours = TradingHours.UsEquity } };

        // Friday's close; the next session begins on Monday at 14:30 UTC.
        _time.Advance(new DateTimeOffset(2024, 1, 5, 21, 0, 0, TimeSpan.Zero) - _time.GetUtcNow());
        await using var host = Host(stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        await SendAsync(await stream.NextAsync(), 100);
        _time.Advance(new DateTimeOffset(2024, 1, 8, 14, 30, 59, TimeSpan.Zero) - _time.GetUtcNow());
        var early = _listener.WasTold;

        _time.Advance(TimeSpan.FromSeconds(1));

        early.Should().BeFalse();
        (await _listener.NextAsync()).Should().Be("error Timeout False");
    }

    [Fact]
    public async Task Polls_ThatOnlyRepeat_AreTakenForMute_AfterTheirOwnLongestPause()
    {
        var polls = new ScriptedPolls
        {
            Descriptor = new ProviderDescriptor { Feed = "polled", Hours = TradingHours.Always, Limits = new ProviderLimits { PollInterval = TimeSpan.FromMinutes(1) } },
        };
        await using var host = Host(polls);
        using var upstream = host.Feed.Open(Apple, _listener);
        (await _listener.NextAsync()).Should().Be("source written");
        (await _listener.NextAsync()).Should().Be("quote 1");

        // Three intervals and the time limit of a call: over in the fourth.
        for (var poll = 0; poll < 4; poll++)
        {
            await _time.PassAsync(TimeSpan.FromMinutes(1));
        }

        (await _listener.NextAsync()).Should().Be("error Timeout False");
        host.Measured(Instruments.FeedRestarts, "written,silent").Should().Be(1);
    }

    [Fact]
    public async Task Synthetic_ForADay_IsNeverTakenForMute()
    {
        await using var host = new FeedHost(_time, static _ => { });
        using var upstream = host.Feed.Open(Apple, _listener);
        (await _listener.NextAsync()).Should().Be("source synthetic");

        // In one leap, in which no quote can come between two looks of a watch.
        _time.Advance(TimeSpan.FromDays(1));

        (await _listener.NextAsync()).Should().StartWith("quote ");
        (await _listener.NextAsync()).Should().StartWith("quote ");
        host.Measured(Instruments.FeedRestarts, "synthetic,silent").Should().Be(0);
        host.Log.Events.Should().NotContain("SequenceFailed");
    }

    [Fact]
    public async Task Stream_FailsAgainAndAgain_IsOpenedAtGrowingPauses_UntilItRanWell()
    {
        await using var host = Host(_stream);
        using var upstream = host.Feed.Open(Apple, _listener);
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30])
        {
            (await _stream.NextAsync()).End(new InvalidOperationException("cut"));
            (await _listener.NextAsync()).Should().Be("error Unavailable False");
            await AfterPauseAsync(seconds);
        }

        var sequence = await _stream.NextAsync();
        await SendAsync(sequence, 100);
        _time.Advance(Backoff.Longest);
        sequence.End();
        (await _listener.NextAsync()).Should().Be("error Unavailable False");
        await AfterPauseAsync();
        await _stream.NextAsync();
        host.Measured(Instruments.FeedRestarts, "written,failed").Should().Be(6);
        host.Measured(Instruments.FeedRestarts, "written,ended").Should().Be(1);
    }

    [Fact]
    public async Task Options_SilenceOff_WatchesNobody()
    {
        await using var host = new FeedHost(_time, lab => lab.AddProvider("written", _ => _stream), options => options.QuoteSilence = TimeSpan.Zero);
        using var upstream = host.Feed.Open(Apple, _listener);
        await SendAsync(await _stream.NextAsync(), 100);

        _time.Advance(TimeSpan.FromDays(1));

        _time.TimerCount.Should().Be(0);
        _listener.WasTold.Should().BeFalse();
    }

    private FeedHost Host(IMarketDataProvider provider) => new(_time, lab => lab.AddProvider("written", _ => provider));

    private async Task SendAsync(HandWrittenStream.Sequence sequence, decimal price, bool isNewSource = true)
    {
        sequence.Send(price, _time.GetUtcNow());
        if (isNewSource)
        {
            (await _listener.NextAsync()).Should().Be("source written");
        }

        (await _listener.NextAsync()).Should().Be(FormattableString.Invariant($"quote {price}"));
    }

    /// <summary>Passes a pause of so many seconds and up to a quarter more. Chance makes it a little more than that: what takes exactly a second is a sequence's parting.</summary>
    private Task AfterPauseAsync(int seconds = 1) =>
        _time.PassAsync(TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(1), TimeSpan.FromSeconds(seconds) * 1.25);
}
