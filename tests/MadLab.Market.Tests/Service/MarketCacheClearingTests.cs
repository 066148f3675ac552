using FluentAssertions;
using MadLab.Market.Caching;
using MadLab.Market.Tests.Service.Support;
using Xunit;

namespace MadLab.Market.Tests.Service;

/// <summary>Clearing while fetches are under way, and what callers can fill the cache with.</summary>
public sealed class MarketCacheClearingTests : IDisposable
{
    private static readonly MarketKey Apple = CacheBench.Key("AAPL");

    private readonly CacheBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("AAPL", null)]
    [InlineData("AAPL", "prices")]
    [InlineData(null, "prices")]
    [InlineData(null, null)]
    public async Task Remove_WhileItIsFetched_TheOldAnswerDoesNotComeBack(string? symbol, string? type)
    {
        var gate = _bench.Fetcher.Close();
        var before = _bench.ReadAsync(Apple);
        await _bench.Fetcher.BeganAsync(1);

        _bench.Cache.Remove(symbol is null ? null : Symbol.Parse(symbol), type).Should().Be(0);
        var after = _bench.ReadAsync(Apple);
        await _bench.Fetcher.BeganAsync(2);
        gate.SetResult();
        var (old, fresh) = (await before, await after);

        old.Entry.Should().NotBeSameAs(fresh.Entry, "who asked after the clearing gets what was fetched after it");
        _bench.Cache.Peek(Apple).Should().BeSameAs(fresh.Entry);
        _bench.Fetcher.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Remove_AnotherSymbolOrType_LeavesFetchesAlone()
    {
        var gate = _bench.Fetcher.Close();
        var read = _bench.ReadAsync(Apple);
        await _bench.Fetcher.BeganAsync(1);

        _bench.Cache.Remove(Symbol.Parse("MSFT"));
        _bench.Cache.Remove(Symbol.Parse("AAPL"), "kpis");
        gate.SetResult();
        await read;

        _bench.Cache.Count.Should().Be(1);
    }

    [Fact]
    public async Task Remove_WhileItIsRefused_TheRefusalIsForgotten()
    {
        _bench.Fetcher.Failure = MarketDataException.SymbolUnknown(Symbol.Parse("AAPL"));
        var gate = _bench.Fetcher.Close();
        var before = _bench.ReadAsync(Apple);
        await _bench.Fetcher.BeganAsync(1);

        _bench.Cache.Remove();
        gate.SetResult();
        await before.Invoking(t => t).Should().ThrowAsync<MarketDataException>();
        _bench.Fetcher.Failure = null;

        (await _bench.ReadAsync(Apple)).Outcome.Should().Be(ReadOutcome.Miss);
    }

    /// <summary>Clearings at random moments between fetches: whoever asks after one never sees what was fetched before it.</summary>
    [Fact]
    public async Task Remove_AtAnyMoment_NothingFetchedBeforeIsSeenAfter()
    {
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await _bench.ReadAsync(Apple);
            }
        })).ToArray();

        for (var round = 0; round < 2000; round++)
        {
            // The value of a call that began before this line must not be read after the clearing.
            var calls = _bench.Fetcher.Calls;
            var known = _bench.Cache.Peek(Apple);
            _bench.Cache.Remove();
            var read = await _bench.ReadAsync(Apple);

            read.Entry.Should().NotBeSameAs(known, $"round {round}");
            _bench.Fetcher.Calls.Should().BeGreaterThan(calls, $"round {round}");
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task Read_FloodOfUnknownSymbols_IsBoundedAndPushesOutNoAnswer()
    {
        for (var i = 0; i < _bench.Options.MaxCacheEntries; i++)
        {
            await _bench.ReadAsync(CacheBench.Key($"S{i}"));
        }

        _bench.Fetcher.Failure = MarketDataException.SymbolUnknown(Symbol.Parse("X"));
        for (var i = 0; i < 1000; i++)
        {
            await _bench.Invoking(b => b.ReadAsync(CacheBench.Key($"NOPE{i}"))).Should().ThrowAsync<MarketDataException>();
        }

        _bench.Cache.Count.Should().Be(_bench.Options.MaxCacheEntries);
        _bench.Cache.Refusals.Should().Be(_bench.Options.MaxCacheEntries / 4);
        (await _bench.ReadAsync(CacheBench.Key("S0"))).Outcome.Should().Be(ReadOutcome.Hit);
        var calls = _bench.Fetcher.Calls;
        await _bench.Invoking(b => b.ReadAsync(CacheBench.Key("NOPE999"))).Should().ThrowAsync<MarketDataException>();
        _bench.Fetcher.Calls.Should().Be(calls, "the newest refusals are remembered");
    }
}
