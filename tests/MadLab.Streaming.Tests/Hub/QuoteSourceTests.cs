using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Hub;

public sealed class QuoteSourceTests
{
    private static readonly Symbol Aapl = Symbol.Parse("AAPL");
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task SubscribeAsync_SlowReader_NewestAlone()
    {
        using var bench = new HubBench();
        bench.Feed.With("AAPL", 1);
        await using var quotes = bench.Source.SubscribeAsync([Aapl]).GetAsyncEnumerator();
        (await quotes.MoveNextAsync()).Should().BeTrue();
        quotes.Current.Price.Should().Be(1);

        bench.Feed.Publish("AAPL", 2);
        bench.Feed.Publish("AAPL", 3);

        (await quotes.MoveNextAsync().AsTask().WaitAsync(Guard)).Should().BeTrue();
        quotes.Current.Price.Should().Be(3);
        bench.Source.GetLast(Aapl)!.Price.Should().Be(3);
    }

    [Fact]
    public async Task SubscribeAsync_Waiting_WokenByTheNextQuote()
    {
        using var bench = new HubBench();
        await using var quotes = bench.Source.SubscribeAsync([Aapl]).GetAsyncEnumerator();
        var next = quotes.MoveNextAsync().AsTask();
        next.IsCompleted.Should().BeFalse();

        bench.Feed.Publish("AAPL", 5);

        (await next.WaitAsync(Guard)).Should().BeTrue();
        quotes.Current.Price.Should().Be(5);
    }

    [Fact]
    public async Task SubscribeAsync_WithInterval_TheNextComesWhenItIsOver()
    {
        using var bench = new HubBench(withTimers: true);
        bench.Feed.With("AAPL", 1);
        await using var quotes = bench.Source.SubscribeAsync([Aapl], TimeSpan.FromSeconds(10)).GetAsyncEnumerator();
        await quotes.MoveNextAsync();
        bench.Feed.Publish("AAPL", 2);
        var next = quotes.MoveNextAsync().AsTask();
        next.IsCompleted.Should().BeFalse();

        bench.Time.Advance(TimeSpan.FromSeconds(10));

        (await next.WaitAsync(Guard)).Should().BeTrue();
        quotes.Current.Price.Should().Be(2);
    }

    [Fact]
    public async Task SubscribeAsync_UnknownSymbol_Throws()
    {
        using var bench = new HubBench();
        bench.Feed.Failure = s => MarketDataException.SymbolUnknown(s);
        await using var quotes = bench.Source.SubscribeAsync([Aapl]).GetAsyncEnumerator();

        var read = async () => await quotes.MoveNextAsync();

        (await read.Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().Be(MarketErrorKind.SymbolUnknown);
    }

    [Fact]
    public async Task SubscribeAsync_HostStops_EndsTheSequence()
    {
        using var bench = new HubBench();
        await using var quotes = bench.Source.SubscribeAsync([Aapl]).GetAsyncEnumerator();
        var next = quotes.MoveNextAsync().AsTask();

        bench.Lifetime.StopApplication();

        (await next.WaitAsync(Guard)).Should().BeFalse();
    }

    [Fact]
    public async Task SubscribeAsync_Cancelled_ThrowsAndReleases()
    {
        using var bench = new HubBench(o => o.FeedLinger = TimeSpan.Zero, withTimers: true);
        using var cancel = new CancellationTokenSource();
        var quotes = bench.Source.SubscribeAsync([Aapl], cancellationToken: cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = quotes.MoveNextAsync().AsTask();

        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => next.WaitAsync(Guard)).Should().ThrowAsync<OperationCanceledException>();
        await quotes.DisposeAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        bench.Feed.OpenCount.Should().Be(0);
        bench.Source.GetLast(Aapl).Should().BeNull();
    }

    [Fact]
    public void SubscribeAsync_NoneOrTooMany_ArgumentException()
    {
        using var bench = new HubBench();

        FluentActions.Invoking(() => bench.Source.SubscribeAsync([])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => bench.Source.SubscribeAsync([default])).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => bench.Source.SubscribeAsync([.. Enumerable.Range(0, 201).Select(i => Symbol.Parse($"S{i}"))]))
            .Should().Throw<ArgumentException>();
    }
}
