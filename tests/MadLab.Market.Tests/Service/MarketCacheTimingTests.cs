using FluentAssertions;
using MadLab.Market.Caching;
using MadLab.Market.Tests.Feeds.Support;
using MadLab.Market.Tests.Service.Support;
using Xunit;

namespace MadLab.Market.Tests.Service;

/// <summary>Who waits how long, and what is fetched behind their backs.</summary>
public sealed class MarketCacheTimingTests : IDisposable
{
    private static readonly MarketKey Apple = CacheBench.Key("AAPL");
    private static readonly AsyncLocal<string?> Caller = new();

    private readonly CacheBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Read_StaleAndSlowRefresh_StandsInAfterTheSoftLimit_AndTheFetchFillsTheCache()
    {
        var old = (await _bench.ReadAsync(Apple)).Entry;
        _bench.Time.Advance(CacheBench.Life * 2);
        var gate = _bench.Fetcher.Close();

        var waiting = _bench.ReadAsync(Apple);
        await _bench.Time.PassAsync(_bench.Options.SoftTimeout);
        var stale = await waiting;
        var next = await _bench.ReadAsync(Apple);
        gate.SetResult();
        await FeedHost.UntilAsync(() => !ReferenceEquals(_bench.Cache.Peek(Apple), old));
        var fresh = await _bench.ReadAsync(Apple);

        stale.Should().Be(new MarketRead(old, ReadOutcome.Stale));
        next.Should().Be(stale, "who comes later does not wait again for the same fetch");
        fresh.Outcome.Should().Be(ReadOutcome.Hit);
        _bench.Fetcher.Calls.Should().Be(2);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(9 * TimeSpan.TicksPerHour)]
    public async Task Read_OneProviderIsToWaitForAnAge_TheStandInIsRenewedAfterAMinute(long retryAfter)
    {
        await _bench.ReadAsync(Apple);
        _bench.Time.Advance(CacheBench.Life * 2);
        _bench.Fetcher.Failure = new MarketDataException(MarketErrorKind.QuotaExceeded, "429") { RetryAfter = TimeSpan.FromTicks(retryAfter) };

        var stale = await _bench.ReadAsync(Apple);
        _bench.Fetcher.Failure = null;
        _bench.Time.Advance(TimeSpan.FromSeconds(59));
        var still = await _bench.ReadAsync(Apple);
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var fresh = await _bench.ReadAsync(Apple);

        (stale.Outcome, still.Outcome, fresh.Outcome).Should().Be((ReadOutcome.Stale, ReadOutcome.Stale, ReadOutcome.Miss));
        _bench.Fetcher.Calls.Should().Be(3);
    }

    [Fact]
    public async Task Read_StandInIsEvictedBeforeTheFetchBegins_ItStandsInAllTheSame()
    {
        using var small = new CacheBench(options => options.MaxCacheEntries = 1);
        var old = (await small.ReadAsync(Apple)).Entry;
        small.Time.Advance(CacheBench.Life * 2);
        var other = Task.CompletedTask;
        small.Time.AtNextTimestamp = () =>
        {
            other = small.ReadAsync(CacheBench.Key("MSFT"));
            other.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();
            small.Fetcher.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");
        };

        var read = await small.ReadAsync(Apple);

        await other;
        small.Cache.Peek(Apple).Should().BeNull("it has left");
        read.Should().Be(new MarketRead(old, ReadOutcome.Stale));
    }

    [Fact]
    public async Task Read_NothingToStandIn_WaitsToTheHardLimit_AndTheFetchGoesOn()
    {
        var gate = _bench.Fetcher.Close();

        var waiting = _bench.ReadAsync(Apple);
        await FeedHost.UntilAsync(() => _bench.Time.TimerCount == 1);
        _bench.Time.Advance(_bench.Options.SoftTimeout * 2);
        waiting.IsCompleted.Should().BeFalse("the soft limit is for those who hold something");
        _bench.Time.Advance(_bench.Options.HardTimeout);
        await waiting.Invoking(t => t).Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.Timeout);
        gate.SetResult();
        await FeedHost.UntilAsync(() => _bench.Cache.Count == 1);

        (await _bench.ReadAsync(Apple)).Outcome.Should().Be(ReadOutcome.Hit);
        _bench.Fetcher.Calls.Should().Be(1);
    }

    [Fact]
    public async Task Read_InTheLastPartOfLife_RefreshesOnceInTheBackground()
    {
        var old = (await _bench.ReadAsync(Apple)).Entry;
        _bench.Time.Advance(CacheBench.Life * 0.79);
        await _bench.ReadAsync(Apple);
        var before = _bench.Fetcher.Calls;
        _bench.Time.Advance(CacheBench.Life * 0.02);
        var gate = _bench.Fetcher.Close();

        var reads = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => _bench.ReadAsync(Apple))));
        await _bench.Fetcher.BeganAsync(2);
        gate.SetResult();
        await FeedHost.UntilAsync(() => !ReferenceEquals(_bench.Cache.Peek(Apple), old));

        before.Should().Be(1);
        reads.Should().AllBeEquivalentTo(new MarketRead(old, ReadOutcome.Hit), o => o.ComparingByValue<MarketRead>());
        _bench.Fetcher.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Read_EarlyRefreshFails_FreshStaysFresh_AndItIsNotTriedAgainBeforeItsTime()
    {
        var old = (await _bench.ReadAsync(Apple)).Entry;
        _bench.Time.Advance(CacheBench.Life * 0.9);
        _bench.Fetcher.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");

        await _bench.ReadAsync(Apple);
        await FeedHost.UntilAsync(() => old.RetryAt > _bench.Time.GetUtcNow());
        var again = await _bench.ReadAsync(Apple);

        again.Should().Be(new MarketRead(old, ReadOutcome.Hit));
        _bench.Fetcher.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Read_EarlyRefreshOff_WaitsForTheEnd()
    {
        using var bench = new CacheBench(o => o.EarlyRefresh = 1);
        await bench.ReadAsync(Apple);
        bench.Time.Advance(CacheBench.Life - TimeSpan.FromTicks(1));

        (await bench.ReadAsync(Apple)).Outcome.Should().Be(ReadOutcome.Hit);
        bench.Time.Advance(TimeSpan.FromTicks(1));
        (await bench.ReadAsync(Apple)).Outcome.Should().Be(ReadOutcome.Miss);

        bench.Fetcher.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Read_StaleOlderThanTheLimit_DoesNotStandIn()
    {
        await _bench.ReadAsync(Apple);
        _bench.Fetcher.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");
        _bench.Time.Advance(TimeSpan.FromHours(23));
        (await _bench.ReadAsync(Apple)).Outcome.Should().Be(ReadOutcome.Stale);
        _bench.Time.Advance(TimeSpan.FromHours(1));

        await _bench.Invoking(b => b.ReadAsync(Apple)).Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.Unavailable);
    }

    [Theory]
    [InlineData(MarketErrorKind.NotSupported)]
    [InlineData(MarketErrorKind.Malformed)]
    [InlineData(MarketErrorKind.Unauthorized)]
    [InlineData(MarketErrorKind.QuotaExceeded)]
    [InlineData(null)]
    public async Task Read_AnyFailureThatIsNoAnswer_StandsIn(MarketErrorKind? kind)
    {
        await _bench.ReadAsync(Apple);
        _bench.Time.Advance(CacheBench.Life * 2);
        _bench.Fetcher.Failure = kind is { } known ? new MarketDataException(known, "no") : new OverflowException("too large");

        (await _bench.ReadAsync(Apple)).Outcome.Should().Be(ReadOutcome.Stale);
        await _bench.Invoking(b => b.ReadAsync(CacheBench.Key("MSFT"))).Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == (kind ?? MarketErrorKind.Malformed));
    }

    [Fact]
    public async Task Fetch_RunsWithoutTheContextOfWhoCameFirst()
    {
        var seen = "unset";
        _bench.Fetcher.Entered = () => seen = Caller.Value ?? "nobody";
        Caller.Value = "somebody";

        await _bench.ReadAsync(Apple);

        seen.Should().Be("nobody");
    }

    [Fact]
    public async Task Read_TooManyFetches_IsUnavailableAtOnce_AndServesWhatIsStale()
    {
        using var bench = new CacheBench(o => o.MaxPendingFetches = 2);
        await bench.ReadAsync(Apple);
        bench.Time.Advance(CacheBench.Life * 2);
        var gate = bench.Fetcher.Close();
        var pending = new[] { bench.ReadAsync(CacheBench.Key("A")), bench.ReadAsync(CacheBench.Key("B")) };

        await bench.Invoking(b => b.ReadAsync(CacheBench.Key("C"))).Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.Unavailable && e.RetryAfter != null);
        (await bench.ReadAsync(Apple)).Outcome.Should().Be(ReadOutcome.Stale);
        gate.SetResult();
        await Task.WhenAll(pending);

        (await bench.ReadAsync(CacheBench.Key("C"))).Outcome.Should().Be(ReadOutcome.Miss, "places are given back");
    }
}
