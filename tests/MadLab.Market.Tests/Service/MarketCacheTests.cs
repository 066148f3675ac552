using System.Diagnostics.Metrics;
using FluentAssertions;
using MadLab.Market.Caching;
using MadLab.Market.Diagnostics;
using MadLab.Market.LiveData;
using MadLab.Market.Service;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Market.Tests.Service;

public sealed class MarketCacheTests : IDisposable
{
    private static readonly MarketKey Apple = MarketKey.Prices(Symbol.Parse("AAPL"), PriceRange.SixMonths, null);

    private readonly ManualTimeProvider _time = new();
    private readonly GatedFetcher _fetcher;
    private readonly MarketCache _cache;

    public MarketCacheTests()
    {
        _fetcher = new GatedFetcher(_time);
        var options = new MarketOptions { MaxCacheEntries = 4 };
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _cache = new MarketCache(
            _fetcher,
            new LiveDataSwitch(new FixedOptions(options), _time, NullLogger<LiveDataSwitch>.Instance),
            Options.Create(options),
            new MarketMetrics(services.GetRequiredService<IMeterFactory>()),
            _time,
            NullLogger<MarketCache>.Instance);
    }

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Read_TenThousandCallersOnAColdKey_MakeOneUpstreamCall()
    {
        var callers = Enumerable.Range(0, 10_000).Select(_ => Task.Run(() => _cache.ReadAsync(Apple, CancellationToken.None).AsTask())).ToArray();
        await _fetcher.Called.Task;
        _fetcher.Gate.SetResult();

        var reads = await Task.WhenAll(callers);

        _fetcher.Calls.Should().Be(1);
        reads.Select(r => r.Entry).Distinct().Should().ContainSingle();
        reads.Count(r => r.Outcome == ReadOutcome.Miss).Should().Be(1);
    }

    [Fact]
    public async Task Read_CallerCancels_TheOthersGetTheirAnswer()
    {
        using var leaving = new CancellationTokenSource();
        var first = _cache.ReadAsync(Apple, leaving.Token).AsTask();
        var second = _cache.ReadAsync(Apple, CancellationToken.None).AsTask();
        await _fetcher.Called.Task;

        await leaving.CancelAsync();
        await first.Invoking(t => t).Should().ThrowAsync<OperationCanceledException>();
        _fetcher.Gate.SetResult();

        (await second).Outcome.Should().Be(ReadOutcome.Shared);
        _fetcher.Calls.Should().Be(1);
    }

    [Fact]
    public async Task Read_FailureWithoutStale_IsGivenToAllCallersAndTriedAgainByTheNext()
    {
        _fetcher.Failure = new MarketDataException(MarketErrorKind.Timeout, "slow");
        _fetcher.Gate.SetResult();

        await _cache.Invoking(c => c.ReadAsync(Apple, CancellationToken.None).AsTask()).Should().ThrowAsync<MarketDataException>();
        _fetcher.Failure = null;
        var read = await _cache.ReadAsync(Apple, CancellationToken.None);

        read.Outcome.Should().Be(ReadOutcome.Miss);
        _fetcher.Calls.Should().Be(2);
    }

    [Fact]
    public async Task Read_FailureWithStale_StandsInAndAsksAgainOnlyAfterAPause()
    {
        _fetcher.Gate.SetResult();
        await _cache.ReadAsync(Apple, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(10));
        _fetcher.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");

        var stale = await _cache.ReadAsync(Apple, CancellationToken.None);
        var again = await _cache.ReadAsync(Apple, CancellationToken.None);
        var callsDuringPause = _fetcher.Calls;
        _time.Advance(TimeSpan.FromSeconds(6));
        _fetcher.Failure = null;
        var fresh = await _cache.ReadAsync(Apple, CancellationToken.None);

        (stale.Outcome, again.Outcome, fresh.Outcome).Should().Be((ReadOutcome.Stale, ReadOutcome.Stale, ReadOutcome.Miss));
        callsDuringPause.Should().Be(2);
    }

    [Fact]
    public async Task Read_SymbolBecameUnknown_DoesNotServeTheOldValue()
    {
        _fetcher.Gate.SetResult();
        await _cache.ReadAsync(Apple, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(10));
        _fetcher.Failure = MarketDataException.SymbolUnknown(Symbol.Parse("AAPL"));

        await _cache.Invoking(c => c.ReadAsync(Apple, CancellationToken.None).AsTask()).Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.SymbolUnknown);
    }

    [Fact]
    public async Task Remove_BySymbolAndType_FindsCorrelationsToo()
    {
        _fetcher.Gate.SetResult();
        await _cache.ReadAsync(Apple, CancellationToken.None);
        await _cache.ReadAsync(MarketKey.Kpis(Symbol.Parse("AAPL"), null), CancellationToken.None);
        await _cache.ReadAsync(MarketKey.Correlation([Symbol.Parse("MSFT"), Symbol.Parse("AAPL")], PriceRange.OneYear, null), CancellationToken.None);
        await _cache.ReadAsync(MarketKey.Kpis(Symbol.Parse("MSFT"), null), CancellationToken.None);

        _cache.Remove(Symbol.Parse("AAPL"), "kpis").Should().Be(1);
        _cache.Remove(Symbol.Parse("AAPL")).Should().Be(2);
        _cache.Count.Should().Be(1);
        _cache.Remove().Should().Be(1);
        _cache.Invoking(c => c.Remove(null, "weather")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task Read_ManyKeys_NeverHoldsMoreThanTheCap()
    {
        _fetcher.Gate.SetResult();
        for (var i = 0; i < 50; i++)
        {
            await _cache.ReadAsync(MarketKey.Kpis(Symbol.Parse($"S{i}"), null), CancellationToken.None);
            _cache.Count.Should().BeLessThanOrEqualTo(4);
        }
    }

    private sealed class GatedFetcher(TimeProvider time) : IMarketFetcher
    {
        private int _calls;

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public MarketDataException? Failure { get; set; }

        public int Calls => Volatile.Read(ref _calls);

        public async Task<MarketEntry> FetchAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            Called.TrySetResult();
            await Gate.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            var now = time.GetUtcNow();
            return Failure is { } failure ? throw failure : new MarketEntry
            {
                Key = key,
                Value = new object(),
                Identity = new EncodedBody("{}"u8.ToArray(), null, "{}"u8),
                Provenance = new Provenance { Provider = "fake", Feed = "fake" },
                FreshUntil = now + TimeSpan.FromMinutes(5),
                StaleUntil = now + TimeSpan.FromHours(24),
            };
        }
    }

    private sealed class FixedOptions(MarketOptions options) : IOptionsMonitor<MarketOptions>
    {
        public MarketOptions CurrentValue => options;

        public MarketOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<MarketOptions, string?> listener) => null;
    }
}
