using FluentAssertions;
using MadLab.Market.Tests.Feeds.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Feeds;

/// <summary>Polls keep to the provider's limits, whatever it does with them.</summary>
public sealed class QuotePollerLimitTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TimerSignals _time = new();
    private readonly FeedListener _listener = new();

    [Fact]
    public async Task Poll_CallsThatNeverEnd_AreNoMoreThanTheProviderTakesAtATime()
    {
        var polls = new ScriptedPolls { Gate = Task.Delay(Timeout.Infinite), Descriptor = Polled(places: 2) };
        await using var host = new FeedHost(_time, lab => lab.AddProvider("polled", _ => polls));
        using var apple = host.Feed.Open(Apple, _listener);

        for (var round = 0; round < 5; round++)
        {
            await _time.PassAsync(Limit);
            (await _listener.NextAsync()).Should().Be("error Timeout False");
            await PassBackoffAsync(round);
        }

        polls.Calls.Should().Be(2);
        host.Status.LastError.Should().Be(MarketErrorKind.Timeout);
    }

    [Fact]
    public async Task Poll_ProviderBlocksItsThread_TimesOut()
    {
        using var release = new ManualResetEventSlim();
        var polls = new ScriptedPolls
        {
            Answer = symbols =>
            {
                release.Wait(TimeSpan.FromMinutes(2));
                return [];
            },
        };
        await using var host = new FeedHost(_time, lab => lab.AddProvider("polled", _ => polls));
        using var apple = host.Feed.Open(Apple, _listener);

        await _time.PassAsync(Limit);
        var told = await _listener.NextAsync();
        release.Set();

        told.Should().Be("error Timeout False");
    }

    [Fact]
    public async Task Poll_UpstreamSaysUntilWhen_IsNotAskedBefore()
    {
        var polls = new ScriptedPolls { Answer = _ => throw UsedUp(), Descriptor = Polled() };
        await using var host = new FeedHost(_time, lab => lab.AddProvider("polled", _ => polls));
        using var apple = host.Feed.Open(Apple, _listener);

        await ExpectRoundsAsync(4);

        polls.Calls.Should().Be(1);
        host.Status.QuotaLeft.Should().Be(0);
    }

    [Fact]
    public async Task Stream_UpstreamSaysUntilWhen_IsNotOpenedBefore()
    {
        var stream = new HandWrittenStream();
        await using var host = new FeedHost(_time, lab => lab.AddProvider("written", _ => stream));
        using var apple = host.Feed.Open(Apple, _listener);
        (await stream.NextAsync()).End(UsedUp());

        await ExpectRoundsAsync(4);
        stream.Opened.Should().Be(1);
        _time.Advance(TimeSpan.FromHours(1));
        await PassBackoffAsync(4);

        (await stream.NextAsync()).Symbol.Should().Be(Apple);
    }

    private static MarketDataException UsedUp() => new(MarketErrorKind.QuotaExceeded, "429") { RetryAfter = TimeSpan.FromHours(1) };

    // Far from every pause of the feed itself, so that a test can tell the timers apart.
    private static ProviderDescriptor Polled(int places = 64) =>
        new() { Feed = "polled", Limits = new ProviderLimits { PollInterval = TimeSpan.FromMinutes(1), MaxConcurrentCalls = places } };

    private async Task ExpectRoundsAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            (await _listener.NextAsync()).Should().Be("error QuotaExceeded False");
            await PassBackoffAsync(round);
        }

        (await _listener.NextAsync()).Should().Be("error QuotaExceeded False");
    }

    /// <summary>Lets the pause after a failure pass: 1, 2, 4 s and so on, each up to a quarter longer.</summary>
    private Task PassBackoffAsync(int round) => _time.PassAsync(TimeSpan.FromSeconds(1 << round), TimeSpan.FromSeconds((1 << round) * 1.25));
}
