using FluentAssertions;
using MadLab.Streaming.Hub;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Hub;

public sealed class DelayLineTests : IDisposable
{
    private static readonly Symbol Aapl = Symbol.Parse("AAPL");
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    private readonly HubBench _bench = new(withTimers: true);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Quote_UntilItIsOldEnough_IsHeldBack()
    {
        var cell = _bench.Hub.Acquire(Aapl, Delay)!;
        _bench.Feed.Publish("AAPL", 5);

        _bench.Time.Advance(Delay - TimeSpan.FromTicks(1));
        var early = cell.Current;
        _bench.Time.Advance(TimeSpan.FromMilliseconds(2));

        early.Should().BeNull();
        cell.Current!.Quote.Price.Should().Be(5);
    }

    [Fact]
    public void Quotes_AtRandom_AreNeverEarlyAndEndOnTheNewest()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var cell = _bench.Hub.Acquire(Aapl, Delay)!;
        var said = new Dictionary<decimal, DateTimeOffset>();
        for (var price = 1; price <= 2_000; price++)
        {
            _bench.Feed.Publish("AAPL", price);
            said[price] = _bench.Time.GetUtcNow();
            _bench.Time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 400)));
            if (cell.Current is { } value)
            {
                (_bench.Time.GetUtcNow() - said[value.Quote.Price]).Should().BeGreaterThanOrEqualTo(Delay, $"seed {seed}");
            }
        }

        _bench.Time.Advance(Delay + TimeSpan.FromSeconds(1));
        cell.Current!.Quote.Price.Should().Be(2_000);
    }

    [Fact]
    public void Quotes_FasterThanItsSteps_AreHeldWithinTheBound()
    {
        var origin = _bench.Hub.Acquire(Aapl)!;
        var delayed = new SymbolCell(_bench.Hub, Aapl, TimeSpan.FromDays(7));
        using var line = DelayLine.Open(_bench.Hub, delayed);

        for (var price = 1; price <= 20_000; price++)
        {
            _bench.Feed.Publish("AAPL", price);
            _bench.Time.Advance(TimeSpan.FromSeconds(30));
        }

        origin.Current!.Quote.Price.Should().Be(20_000);
        line.Held.Should().BeInRange(200, DelayLine.MaxHeld);
    }

    [Fact]
    public void Outage_BehindQuotesHeldBack_IsToldAfterThem()
    {
        var cell = _bench.Hub.Acquire(Aapl, Delay)!;
        _bench.Feed.Publish("AAPL", 5);
        _bench.Feed.Fail("AAPL", MarketErrorKind.Unavailable, final: false);
        var before = cell.Error;

        _bench.Time.Advance(Delay + TimeSpan.FromMilliseconds(2));

        before.Should().BeNull();
        cell.Current!.Quote.Price.Should().Be(5);
        cell.Error!.IsFinal.Should().BeFalse();
    }

    [Fact]
    public void UnknownSymbol_IsToldAtOnce()
    {
        var cell = _bench.Hub.Acquire(Aapl, Delay)!;

        _bench.Feed.Fail("AAPL", MarketErrorKind.SymbolUnknown, final: true);

        cell.Error!.Code.Should().Be("SYMBOL_NOT_FOUND");
    }

    [Fact]
    public void Released_ByTheLast_ClosesTheUpstreamToo()
    {
        _bench.Hub.Release(_bench.Hub.Acquire(Aapl, Delay)!);

        _bench.Time.Advance(TimeSpan.FromSeconds(6));
        _bench.Time.Advance(TimeSpan.FromSeconds(6));

        _bench.Feed.OpenCount.Should().Be(0);
    }

    [Fact]
    public void Acquire_OtherDelay_IsAnotherCellOnTheSameUpstream()
    {
        var cells = new[] { _bench.Hub.Acquire(Aapl), _bench.Hub.Acquire(Aapl, Delay), _bench.Hub.Acquire(Aapl, 2 * Delay), _bench.Hub.Acquire(Aapl, Delay) };

        cells.Distinct().Should().HaveCount(3);
        cells[3].Should().BeSameAs(cells[1]);
        _bench.Feed.Opens.Should().HaveCount(1);
        _bench.Hub.OpenSymbols.Should().Be(1);
    }
}
