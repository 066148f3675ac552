using MadLab.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MadLab.Operator;

/// <summary>
/// Keeps the switches in the store. It loads them before the host takes requests; a store that fails stops nothing: what was
/// not loaded or saved is tried again until it is.
/// </summary>
internal sealed class OperatorSettingsKeeper(
    OperatorSwitches switches,
    TimeProvider time,
    ILogger<OperatorSettingsKeeper> logger,
    IOperatorSettingStore? store = null,
    IStoreStatus? status = null) : IHostedService, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _unsaved = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private Task _retry = Task.CompletedTask;
    private bool _retrying;
    private int _disposed;
    private volatile bool _loaded;

    /// <summary>Loads once; hosted services start before the server does, so the first request already meets the switches.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (store is not null && !await TrySyncAsync(cancellationToken))
        {
            RetryLater();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task retry;
        lock (_gate)
        {
            retry = _retry;
        }

        await retry.WaitAsync(cancellationToken);
    }

    /// <summary>Saves what is set now; whether it would outlast a restart.</summary>
    public async Task<bool> SaveAsync(string name)
    {
        if (store is null)
        {
            return false;
        }

        lock (_gate)
        {
            _unsaved.Add(name);
        }

        // Not the caller's token: a client that hangs up has still thrown the switch.
        if (await TrySyncAsync(_stopping.Token))
        {
            return status?.IsDurable ?? true;
        }

        RetryLater();
        return false;
    }

    /// <summary>Comes more than once: the container holds this object as itself and as a hosted service.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _stopping.Cancel();
        _stopping.Dispose();
        _turn.Dispose();
    }

    /// <summary>Loads what is not loaded and saves what is not saved; false when something is left to do.</summary>
    private async Task<bool> TrySyncAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // One at a time, and always the value of now: so two changes can never be saved in the wrong order.
            await _turn.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        try
        {
            if (!_loaded)
            {
                foreach (var setting in await BoundedAsync(token => store!.ListAsync(token), cancellationToken))
                {
                    switches.Restore(setting);
                }

                _loaded = true;
            }

            while (NextUnsaved() is { } name)
            {
                var setting = switches.Find(name);
                if (setting is not null)
                {
                    await BoundedAsync(
                        async token =>
                        {
                            await store!.PutAsync(setting, token);
                            return true;
                        },
                        cancellationToken);
                }

                Saved(name, setting);
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            logger.SettingsFailed(e);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Off the calling thread and under a limit: a file database may block, a lost one may hang.</summary>
    private async Task<T> BoundedAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var token = either.Token;
        return await Task.Run(() => call(token), CancellationToken.None).WaitAsync(token);
    }

    private string? NextUnsaved()
    {
        lock (_gate)
        {
            return _unsaved.FirstOrDefault();
        }
    }

    private void Saved(string name, OperatorSetting? setting)
    {
        lock (_gate)
        {
            // Set again meanwhile: it stays to be saved.
            if (ReferenceEquals(switches.Find(name), setting))
            {
                _unsaved.Remove(name);
            }
        }
    }

    private void RetryLater()
    {
        lock (_gate)
        {
            if (!_retrying && !_stopping.IsCancellationRequested)
            {
                _retrying = true;
                _retry = RetryAsync(_stopping.Token);
            }
        }
    }

    private async Task RetryAsync(CancellationToken stopping)
    {
        var wait = FirstWait;
        while (true)
        {
            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            await TrySyncAsync(stopping);
            lock (_gate)
            {
                // Decided and said in one step, so that who fails to save meanwhile starts it anew.
                if (_loaded && _unsaved.Count == 0)
                {
                    _retrying = false;
                    return;
                }
            }

            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }
}
