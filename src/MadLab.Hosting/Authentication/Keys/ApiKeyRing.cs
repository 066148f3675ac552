using System.Collections.Frozen;
using MadLab.Hosting.Startup;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MadLab.Hosting.Authentication.Keys;

/// <summary>The keys that hold now, in memory: read before the host takes requests, then every <see cref="Pause"/>. While the store is down those last read hold.</summary>
internal sealed class ApiKeyRing(ApiKeyStore store, TimeProvider time, ILogger<ApiKeyRing> logger) : BackgroundService
{
    /// <summary>How long a revoked key may still open the door of a host whose store is up.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // How often in a pause a key that is not known yet has the store asked at once: the most that strangers can make us do.
    private const int Looks = 5;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile FrozenDictionary<string, ApiKey>? _keys;
    private int _looksLeft = Looks;
    private bool _failing;

    /// <summary>Whether they could be read since the start; before that nobody can be told from a stranger.</summary>
    public bool IsLoaded => _keys is not null;

    /// <summary>The key that holds now.</summary>
    public ApiKey? Find(string id) => _keys?.GetValueOrDefault(id) is { } key && !key.IsExpired(time.GetUtcNow()) ? key : null;

    /// <summary>The same, with a look into the store for one that was made a moment ago.</summary>
    public async ValueTask<ApiKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (Find(id) is { } key)
        {
            return key;
        }

        if (Volatile.Read(ref _looksLeft) > 0 && Interlocked.Decrement(ref _looksLeft) >= 0)
        {
            await ReadAsync(cancellationToken);
        }

        return Find(id);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReadAsync(stoppingToken);
            Volatile.Write(ref _looksLeft, Looks);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var limit = new CancellationTokenSource(Limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var token = either.Token;

            // Off the calling thread and under a limit: a file database may block, a lost one may hang.
            var keys = await Task.Run(() => store.ListAsync(token), CancellationToken.None).WaitAsync(token);
            _keys = keys.ToFrozenDictionary(static k => k.Id, StringComparer.Ordinal);
            _failing = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            if (!_failing)
            {
                _failing = true;
                logger.KeysUnread(e);
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
