using MadLab.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Health;

/// <summary>
/// Asks the store in the background whether it answers, so that a health request only reads. It starts with the first reader,
/// keeps the answer fresh while somebody reads, and rests a minute after the last one.
/// </summary>
internal sealed class StoreProbe(TimeProvider time, ILogger<StoreProbe> logger, IStoreStatus? store = null) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>How old an answer may be; period and limit together stay below it.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>How long the store may take; a database that needs longer for one small question cannot serve.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>How long a reader waits where there is no fresh answer.</summary>
    private static readonly TimeSpan ReaderLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;
    private Task _run = Task.CompletedTask;
    private Task _question = Task.CompletedTask;
    private bool? _up;
    private string? _error;
    private long _answered;
    private long _read;
    private bool _disposed;

    /// <summary>Whether documents live in a database.</summary>
    public bool IsDatabase => store?.IsDatabase == true;

    /// <summary>Whether documents outlast the process.</summary>
    public bool IsDurable => store?.IsDurable == true;

    /// <summary>Why the store last failed, in words that may reach a client; null where it did not, or has none.</summary>
    public string? Error
    {
        get
        {
            lock (_gate)
            {
                return _error;
            }
        }
    }

    /// <summary>Whether the store answered, at most five seconds ago. Always true on memory.</summary>
    public async ValueTask<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        if (store is null || !IsDatabase)
        {
            return true;
        }

        Task run;
        lock (_gate)
        {
            _read = time.GetTimestamp();
            if (_disposed)
            {
                return false;
            }

            _timer ??= time.CreateTimer(static state => ((StoreProbe)state!).Tick(), this, Period, Period);
            if (Fresh() is { } up)
            {
                return up;
            }

            run = Start(store);
        }

        try
        {
            await run.WaitAsync(ReaderLimit, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }

        lock (_gate)
        {
            return Fresh() ?? false;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _timer?.Dispose();
        }

        _stopping.Cancel();
        _stopping.Dispose();
    }

    private bool? Fresh() => _up is { } up && time.GetElapsedTime(_answered) <= MaxAge ? up : null;

    private void Tick()
    {
        lock (_gate)
        {
            if (_disposed || store is null)
            {
                return;
            }

            if (time.GetElapsedTime(_read) > Rest)
            {
                _timer?.Dispose();
                _timer = null;
                return;
            }

            Start(store);
        }
    }

    /// <summary>The run under way, or a new one. Called under the lock.</summary>
    private Task Start(IStoreStatus asked)
    {
        if (_run.IsCompleted)
        {
            var stopping = _stopping.Token;

            // On another thread: a file database may block the calling one.
            _run = Task.Run(() => AskAsync(asked, stopping), CancellationToken.None);
        }

        return _run;
    }

    private async Task AskAsync(IStoreStatus asked, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        Exception? failure = null;
        try
        {
            // A question that hangs and ignores its token stays the only one: more would pile up behind it.
            if (_question.IsCompleted)
            {
                var token = either.Token;
                _question = Task.Run(() => asked.CheckAsync(token), CancellationToken.None);
            }

            await _question.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            failure = e;
        }

        bool? before;
        lock (_gate)
        {
            before = _up;
            _up = failure is null;
            _error = (failure as StoreException)?.Message;
            _answered = time.GetTimestamp();
        }

        if (failure is not null && before != false)
        {
            logger.StoreDown(failure);
        }
        else if (failure is null && before == false)
        {
            logger.StoreUp();
        }
    }
}
