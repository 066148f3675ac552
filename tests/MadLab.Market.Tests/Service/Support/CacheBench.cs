using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MadLab.Market.Caching;
using MadLab.Market.Diagnostics;
using MadLab.Market.LiveData;
using MadLab.Market.Service;
using MadLab.Market.Tests.Feeds.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MadLab.Market.Tests.Service.Support;

/// <summary>A cache over a fetcher that a test holds back and lets fail.</summary>
internal sealed class CacheBench : IDisposable
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public CacheBench(Action<MarketOptions>? configure = null)
    {
        Options = new MarketOptions { MaxCacheEntries = 40 };
        configure?.Invoke(Options);
        Fetcher = new ScriptedFetcher(Time, Options);
        Cache = new MarketCache(
            Fetcher,
            new LiveDataSwitch(new FixedOptions(Options), Time, NullLogger<LiveDataSwitch>.Instance),
            Microsoft.Extensions.Options.Options.Create(Options),
            new MarketMetrics(_services.GetRequiredService<IMeterFactory>()),
            Time,
            NullLogger<MarketCache>.Instance);
    }

    public TimerSignals Time { get; } = new();

    public MarketOptions Options { get; }

    public ScriptedFetcher Fetcher { get; }

    public MarketCache Cache { get; }

    public static MarketKey Key(string symbol) => MarketKey.Prices(Symbol.Parse(symbol), PriceRange.SixMonths, null);

    public Task<MarketRead> ReadAsync(MarketKey key, CancellationToken cancellationToken = default) => Cache.ReadAsync(key, cancellationToken).AsTask();

    public void Dispose()
    {
        Cache.Dispose();
        _services.Dispose();
    }

    internal sealed class ScriptedFetcher(TimeProvider time, MarketOptions options) : IMarketFetcher
    {
        public string? FindType(string name) => null;

        private readonly ConcurrentDictionary<int, TaskCompletionSource> _began = new();
        private int _calls;

        /// <summary>Awaited by calls that begin while it is set.</summary>
        public TaskCompletionSource? Gate { get; set; }

        public Exception? Failure { get; set; }

        public int Calls => Volatile.Read(ref _calls);

        /// <summary>Runs in each call, before the gate.</summary>
        public Action? Entered { get; set; }

        public TaskCompletionSource Close() => Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when the call of this number has begun; the first is 1.</summary>
        public Task BeganAsync(int call) => Signal(call).Task.WaitAsync(TimeSpan.FromSeconds(30));

        public async Task<MarketEntry> FetchAsync(MarketKey key, MarketCache cache, CancellationToken cancellationToken)
        {
            var (gate, failure) = (Gate, Failure);
            Entered?.Invoke();
            Signal(Interlocked.Increment(ref _calls)).TrySetResult();
            if (gate is not null)
            {
                await gate.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
            }

            var now = time.GetUtcNow();
            return failure is not null ? throw failure : new MarketEntry
            {
                Key = key,
                Value = new object(),
                Identity = new EncodedBody("{}"u8.ToArray(), null, "{}"u8),
                Provenance = new Provenance { Provider = "fake", Feed = "fake" },
                FreshUntil = now + Life,
                StaleUntil = now + TimeSpan.FromHours(24),
                RefreshAt = now + (Life * options.EarlyRefresh),
            };
        }

        private TaskCompletionSource Signal(int call) => _began.GetOrAdd(call, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private sealed class FixedOptions(MarketOptions options) : IOptionsMonitor<MarketOptions>
    {
        public MarketOptions CurrentValue => options;

        public MarketOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<MarketOptions, string?> listener) => null;
    }
}
