using FluentAssertions;
using MadLab.Market.Caching;
using MadLab.Market.Tests.Service.Support;
using Xunit;

namespace MadLab.Market.Tests.Service;

public sealed class MarketCacheTests : IDisposable
{
    private static readonly MarketKey Apple = CacheBench.Key("AAPL");

    private readonly CacheBench _bench = new(o => o.MaxCacheEntries = 4);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Read_TenThousandCallersOnAColdKey_MakeOneUpstreamCall()
    {
        var gate = _bench.Fetcher.Close();
        var callers = Enumerable.Range(0, 10_000).Select(_ => Task.Run(() => _bench.ReadAsync(Apple))).ToArray();
        await _bench.Fetcher.BeganAsync(1);
        gate.SetResult();

        var reads = await Task.WhenAll(callers);

        _bench.Fetcher.Calls.Should().Be(1);
        reads.Select(r => r.Entry).Distinct().Should().ContainSingle();
        reads.Count(r => r.Outcome == ReadOutcome.Miss).Should().Be(1);
    }

    [Fact]
    public async Task Read_CallerCancels_TheOthersGetTheirAnswer()
    {
        using var leaving = new CancellationTokenSource();
        var gate = _bench.Fetcher.Close();
        var first = _bench.ReadAsync(Apple, leaving.Token);
        var second = _bench.ReadAsync(Apple);
        await _bench.Fetcher.BeganAsync(1);

        await leaving.CancelAsync();
        await first.Invoking(t => t).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();

        (await second).Outcome.Should().Be(ReadOutcome.Shared);
        _bench.Fetcher.Calls.Should().Be(1);
    }

    [Fact]
    public async Task Read_TenThousandCallersOfWhomHalfLeave_TheOthersShareOneCall()
    {
        using var leaving = new CancellationTokenSource();
        var gate = _bench.Fetcher.Close();
        var callers = Enumerable.Range(0, 10_000).Select(i => _bench.ReadAsync(Apple, i % 2 == 0 ? leaving.Token : CancellationToken.None)).ToArray();
        await _bench.Fetcher.BeganAsync(1);

        await leaving.CancelAsync();
        gate.SetResult();
        var reads = await Task.WhenAll(callers.Where((_, i) => i % 2 == 1));

        _bench.Fetcher.Calls.Should().Be(1);
        reads.Select(r => r.Entry).Distinct().Should().ContainSingle();
        await ((Task)Task.WhenAll(callers)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        callers.Count(c => c.IsCanceled).Should().Be(5000);
    }

    [Fact]
    public async Task Read_FailureWithoutStale_IsGivenToAllCallersAndTriedAgainByTheNext()
    {
        _bench.Fetcher.Failure = new MarketDataException(MarketErrorKind.Timeout, "slow");

        await _bench.Invoking(b => b.ReadAsync(Apple)).Should().ThrowAsync<MarketDataException>();
        _bench.Fetcher.Failure = null;
        var read = await _bench.ReadAsync(Apple);

        read.Outcome.Should().Be(ReadOutcome.Miss);
        _bench.Fetcher.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Read_FailureWithStale_StandsInAndAsksAgainOnlyAfterAPause()
    {
        await _bench.ReadAsync(Apple);
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        _bench.Fetcher.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");

        var stale = await _bench.ReadAsync(Apple);
        var again = await _bench.ReadAsync(Apple);
        var callsDuringPause = _bench.Fetcher.Calls;
        _bench.Time.Advance(TimeSpan.FromSeconds(6));
        _bench.Fetcher.Failure = null;
        var fresh = await _bench.ReadAsync(Apple);

        (stale.Outcome, again.Outcome, fresh.Outcome).Should().Be((ReadOutcome.Stale, ReadOutcome.Stale, ReadOutcome.Miss));
        callsDuringPause.Should().Be(2);
    }

    [Fact]
    public async Task Read_SymbolBecameUnknown_DoesNotServeTheOldValue()
    {
        await _bench.ReadAsync(Apple);
        _bench.Time.Advance(TimeSpan.FromMinutes(10));
        _bench.Fetcher.Failure = MarketDataException.SymbolUnknown(Symbol.Parse("AAPL"));

        await _bench.Invoking(b => b.ReadAsync(Apple)).Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.SymbolUnknown);
    }

    [Fact]
    public async Task Remove_BySymbolAndType_FindsCorrelationsToo()
    {
        await _bench.ReadAsync(Apple);
        await _bench.ReadAsync(MarketKey.Kpis(Symbol.Parse("AAPL"), null));
        await _bench.ReadAsync(MarketKey.Correlation([Symbol.Parse("MSFT"), Symbol.Parse("AAPL")], PriceRange.OneYear, null));
        await _bench.ReadAsync(MarketKey.Kpis(Symbol.Parse("MSFT"), null));

        _bench.Cache.Remove(Symbol.Parse("AAPL"), "kpis").Should().Be(1);
        _bench.Cache.Remove(Symbol.Parse("AAPL")).Should().Be(2);
        _bench.Cache.Count.Should().Be(1);
        _bench.Cache.Remove().Should().Be(1);
        _bench.Cache.Invoking(c => c.Remove(null, "weather")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Read_ManyKeys_NeverHoldsMoreThanTheCap()
    {
        for (var i = 0; i < 50; i++)
        {
            await _bench.ReadAsync(MarketKey.Kpis(Symbol.Parse($"S{i}"), null));
            _bench.Cache.Count.Should().BeLessThanOrEqualTo(4);
        }
    }
}
