using MadLab.Market.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Providers.Quotas;

/// <summary>Keeps the budgets' counts in the store where there is a durable one: behind the calls, never on their way.</summary>
/// <remarks>
/// What is counted is written at most every <see cref="Pause"/> and when the host stops, as the store's count plus our own calls since.
/// So processes on one store see each other's calls of the day after that time; the minute is each process's own.
/// </remarks>
internal sealed class QuotaLedger(
    TimeProvider time, ILogger<QuotaLedger> logger, IOperatorSettingStore? store = null, IStoreStatus? status = null) : IHostedService, IDisposable
{
    /// <summary>Begins the names of our settings; no switch has a colon.</summary>
    public const string Prefix = "quota:";

    private const string Author = "madlab";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Every sixth round reads even when nothing was called here: others may have called.
    private const int IdleRounds = 6;

    private const int Attempts = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, QuotaBudget> _budgets = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyDictionary<string, string?>? _loaded;
    private Task _loop = Task.CompletedTask;
    private bool _looping;
    private int _disposed;

    private bool IsKept => store is not null && status?.IsDurable == true;

    /// <summary>Takes a provider's budget into care, with what an earlier process used of it.</summary>
    public void Add(string provider, QuotaBudget budget)
    {
        if (!budget.IsLimited || !IsKept)
        {
            return;
        }

        lock (_gate)
        {
            _budgets.Add(provider, budget);
            if (QuotaCount.Parse(_loaded?.GetValueOrDefault(provider)) is { } count)
            {
                budget.Restore(count);
            }

            if (!_looping && !_stopping.IsCancellationRequested)
            {
                _looping = true;
                _loop = Task.Run(() => LoopAsync(_stopping.Token));
            }
        }
    }

    /// <summary>Loads before the host takes requests; a store that fails stops nothing, the loop reads it later.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsKept && await ReadAsync(cancellationToken) is { } counts)
        {
            lock (_gate)
            {
                _loaded = counts;
                foreach (var (provider, budget) in _budgets)
                {
                    if (QuotaCount.Parse(counts.GetValueOrDefault(provider)) is { } count)
                    {
                        budget.Restore(count);
                    }
                }
            }
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task loop;
        lock (_gate)
        {
            loop = _loop;
        }

        await loop.WaitAsync(cancellationToken);
        if (Budgets().Any(b => b.Value.IsUnsaved))
        {
            await SyncAsync(cancellationToken);
        }
    }

    /// <summary>Comes more than once: the container holds this object as itself and as a hosted service.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _stopping.Cancel();
            _stopping.Dispose();
        }
    }

    private async Task LoopAsync(CancellationToken stopping)
    {
        for (var round = 1; ; round++)
        {
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            if (round % IdleRounds == 0 || Budgets().Any(b => b.Value.IsUnsaved))
            {
                await SyncAsync(stopping);
            }
        }
    }

    private async Task SyncAsync(CancellationToken cancellationToken)
    {
        // Another process that wrote between our look and our write makes us look again.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await ReadAsync(cancellationToken) is not { } values || await WriteAsync(values, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>False where another process was first.</summary>
    private async Task<bool> WriteAsync(IReadOnlyDictionary<string, string?> values, CancellationToken cancellationToken)
    {
        var isDone = true;
        foreach (var (provider, budget) in Budgets())
        {
            var unsaved = budget.IsUnsaved;
            var value = values.GetValueOrDefault(provider);
            var count = budget.Merge(QuotaCount.Parse(value));
            if (!unsaved)
            {
                continue;
            }

            var setting = new OperatorSetting(Prefix + provider, count.ToString(), Author, time.GetUtcNow());
            switch (await TryAsync<bool?>(async token => await store!.TryReplaceAsync(setting, value, token), cancellationToken))
            {
                case true:
                    budget.Saved(count);
                    break;
                case false:
                    isDone = false;
                    break;
                default:
                    // It failed, and the log says so: the next round tries again.
                    break;
            }
        }

        return isDone;
    }

    /// <summary>The counts as they are kept, by provider; null when the store cannot be read.</summary>
    private Task<IReadOnlyDictionary<string, string?>?> ReadAsync(CancellationToken cancellationToken) =>
        TryAsync<IReadOnlyDictionary<string, string?>?>(
            async token => (await store!.ListAsync(token))
                .Where(static s => s.Name.StartsWith(Prefix, StringComparison.Ordinal))
                .ToDictionary(static s => s.Name[Prefix.Length..], static s => s.Value, StringComparer.Ordinal),
            cancellationToken);

    /// <summary>Off the calling thread and under a limit: a file database may block, a lost one may hang. The default when it fails.</summary>
    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var token = either.Token;
        try
        {
            return await Task.Run(() => call(token), CancellationToken.None).WaitAsync(token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return default;
        }
        catch (Exception e)
        {
            logger.QuotasNotKept(e);
            return default;
        }
    }

    private KeyValuePair<string, QuotaBudget>[] Budgets()
    {
        lock (_gate)
        {
            return [.. _budgets];
        }
    }
}
