using FluentAssertions;
using MadLab.Market.Tests.Feeds.Support;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Feeds;

public sealed class QuoteFeedTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Open_StreamProvider_DeliversSourceThenQuotes_AndEndsWithTheListener()
    {
        var fake = new FakeProvider();
        await using var host = new FeedHost(_time, lab => lab.AddProvider("fake", _ => fake));
        var listener = new FeedListener();
        fake.Push(Apple, 100m, _time.GetUtcNow());

        var upstream = host.Feed.Open(Apple, listener);
        (await listener.NextAsync()).Should().Be("source fake");
        (await listener.NextAsync()).Should().Be("quote 100");
        fake.Push(Apple, 101m, _time.GetUtcNow());
        (await listener.NextAsync()).Should().Be("quote 101");
        upstream.Dispose();

        await FeedHost.UntilAsync(() => fake.Listening(Apple) == 0);
    }

    [Fact]
    public async Task Open_FirstProviderFails_GoesOnWithTheNext()
    {
        var broken = new FakeProvider { Failure = new InvalidOperationException("broken") };
        var fake = new FakeProvider();
        fake.Push(Apple, 100m, _time.GetUtcNow());
        await using var host = new FeedHost(_time, lab => lab.AddProvider("broken", _ => broken).AddProvider("good", _ => fake));
        var listener = new FeedListener();

        using var upstream = host.Feed.Open(Apple, listener);

        (await listener.NextAsync()).Should().Be("source good");
        (await listener.NextAsync()).Should().Be("quote 100");
    }

    [Fact]
    public async Task Open_AllFail_TellsAndTriesAgainAfterAPause()
    {
        var fake = new FakeProvider { Failure = new MarketDataException(MarketErrorKind.Unavailable, "down") };
        await using var host = new FeedHost(_time, lab => lab.AddProvider("fake", _ => fake));
        var listener = new FeedListener();

        using var upstream = host.Feed.Open(Apple, listener);
        (await listener.NextAsync()).Should().Be("error Unavailable False");
        fake.Failure = null;
        fake.Push(Apple, 100m, _time.GetUtcNow());
        await FeedHost.UntilAsync(() => _time.TimerCount > 0);
        _time.Advance(TimeSpan.FromSeconds(1.25));

        (await listener.NextAsync()).Should().Be("source fake");
    }

    [Fact]
    public async Task Open_UnknownSymbol_IsFinal()
    {
        var fake = new FakeProvider { Failure = MarketDataException.SymbolUnknown(Apple) };
        await using var host = new FeedHost(_time, lab => lab.AddProvider("fake", _ => fake));
        var listener = new FeedListener();

        using var upstream = host.Feed.Open(Apple, listener);

        (await listener.NextAsync()).Should().Be("error SymbolUnknown True");
    }

    [Fact]
    public async Task LiveDataOff_StopsTheUpstream_AndOnStartsItAgain()
    {
        var fake = new FakeProvider();
        fake.Push(Apple, 100m, _time.GetUtcNow());
        await using var host = new FeedHost(_time, lab => lab.AddProvider("fake", _ => fake));
        var live = host.Live;
        var listener = new FeedListener();
        using var upstream = host.Feed.Open(Apple, listener);
        await listener.NextAsync();
        await listener.NextAsync();

        live.Set(false);
        await FeedHost.UntilAsync(() => fake.Listening(Apple) == 0);
        live.Set(true);

        (await listener.NextAsync()).Should().Be("quote 100");
        fake.Calls("stream").Should().Be(2);
    }
}
