using FluentAssertions;
using MadLab.Market.Providers.Quotas;
using MadLab.Market.Tests.Feeds.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MadLab.Market.Tests.Providers.Quotas;

public sealed class QuotaLedgerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly TimerSignals _time = new();
    private readonly SettingStore _store = new();

    [Fact]
    public async Task Restart_TheDayGoesOn()
    {
        await RunAsync(budget =>
        {
            Take(budget, 7);
            return Task.CompletedTask;
        });

        await RunAsync(budget =>
        {
            budget.Left.Should().Be(3);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Calls_AreWrittenBehind_AtMostEveryFewSeconds()
    {
        await RunAsync(async budget =>
        {
            Take(budget, 5);
            _store.Puts.Should().Be(0);

            await _time.PassAsync(Pause);
            await FeedHost.UntilAsync(() => !budget.IsUnsaved);
            _store.Puts.Should().Be(1);
            _store.Lists.Should().Be(2, "once at start, once before the write");

            for (var i = 0; i < 5; i++)
            {
                (_store.Puts, _store.Lists).Should().Be((1, 2), "an idle process leaves the store alone for half a minute");
                await _time.PassAsync(Pause);
            }

            await FeedHost.UntilAsync(() => _store.Lists == 3);
        });
    }

    [Fact]
    public async Task TwoProcesses_OneStore_ShareTheDay()
    {
        await RunAsync(first => RunAsync(async second =>
        {
            foreach (var (ofFirst, ofSecond) in new[] { (4, 3), (1, 1) })
            {
                Take(first, ofFirst);
                Take(second, ofSecond);
                await FeedHost.UntilAsync(() =>
                {
                    if (_time.CountOf(Pause) == 2)
                    {
                        // Both pause, so no write runs into its time limit; and then both read before either writes, or in turn: as it happens.
                        _time.Advance(Pause);
                    }

                    return !first.IsUnsaved && !second.IsUnsaved;
                });
            }

            Math.Min(first.Left!.Value, second.Left!.Value).Should().Be(1);
        }));

        await RunAsync(budget =>
        {
            budget.Left.Should().Be(1, "all nine calls were kept");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Store_Fails_CallsAreCountedInMemory_AndWrittenWhenItIsBack()
    {
        _store.Failure = new StoreException(StoreErrorKind.Unavailable, "down");
        await RunAsync(async budget =>
        {
            Take(budget, 10);
            budget.TryTake().Should().NotBeNull();
            await _time.PassAsync(Pause);
            await _store.Failed.Task.WaitAsync(TimeSpan.FromSeconds(30));
            budget.IsUnsaved.Should().BeTrue();

            _store.Failure = null;
            await _time.PassAsync(Pause);
            await FeedHost.UntilAsync(() => !budget.IsUnsaved);
        });

        _store.Puts.Should().Be(1);
    }

    [Fact]
    public async Task MemoryStore_IsLeftAlone()
    {
        _store.IsDurable = false;
        await RunAsync(budget =>
        {
            Take(budget, 2);
            _time.TimerCount.Should().Be(0);
            return Task.CompletedTask;
        });

        (_store.Puts, _store.Lists).Should().Be((0, 0));
    }

    private async Task RunAsync(Func<QuotaBudget, Task> use)
    {
        using var ledger = new QuotaLedger(_time, NullLogger<QuotaLedger>.Instance, _store, _store);
        await ledger.StartAsync(CancellationToken.None);
        var budget = new QuotaBudget(null, 10, _time);
        ledger.Add("acme", budget);
        await use(budget);
        await ledger.StopAsync(CancellationToken.None);
    }

    private static void Take(QuotaBudget budget, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            budget.TryTake().Should().BeNull();
        }
    }

    private sealed class SettingStore : IOperatorSettingStore, IStoreStatus
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, OperatorSetting> _settings = new() { ["live-data"] = new("live-data", "true", "ann", default) };
        private int _puts;
        private int _lists;
        private int _failures;

        public int Puts => Volatile.Read(ref _puts);

        public int Lists => Volatile.Read(ref _lists);

        public Exception? Failure { get; set; }

        public TaskCompletionSource Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsDatabase => true;

        public bool IsDurable { get; set; } = true;

        public Task CheckAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task<IReadOnlyList<OperatorSetting>> ListAsync(CancellationToken cancellationToken = default)
        {
            ThrowIfFailing();
            Interlocked.Increment(ref _lists);
            lock (_gate)
            {
                return Task.FromResult<IReadOnlyList<OperatorSetting>>([.. _settings.Values]);
            }
        }

        public Task PutAsync(OperatorSetting setting, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("A count that is put over another loses it.");

        public Task<bool> TryReplaceAsync(OperatorSetting setting, string? expectedValue, CancellationToken cancellationToken = default)
        {
            ThrowIfFailing();
            lock (_gate)
            {
                if (_settings.GetValueOrDefault(setting.Name)?.Value != expectedValue)
                {
                    return Task.FromResult(false);
                }

                _settings[setting.Name] = setting;
            }

            Interlocked.Increment(ref _puts);
            return Task.FromResult(true);
        }

        private void ThrowIfFailing()
        {
            if (Failure is { } failure)
            {
                if (Interlocked.Increment(ref _failures) > 1)
                {
                    // Not that of the start.
                    Failed.TrySetResult();
                }

                throw failure;
            }
        }
    }
}
