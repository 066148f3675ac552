using System.Security.Claims;
using System.Security.Cryptography;
using MadLab.Streaming.Connections;

namespace MadLab.Streaming.Access;

/// <summary>Asks what a connection's caller may see: when it subscribes, every <see cref="StreamingOptions.AuthorizationInterval"/>, and when another source took over.</summary>
internal sealed class AccessWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly StreamAccess _access;
    private readonly ClaimsPrincipal _caller;
    private readonly Task _running;
    private volatile TaskCompletionSource _woken = NewSignal();

    public AccessWatch(StreamAccess access, ClaimsPrincipal caller, StreamConnection connection)
    {
        _access = access;
        _caller = caller;
        // A host that does not answer must not hold up its own stop.
        _ended = CancellationTokenSource.CreateLinkedTokenSource(connection.Stopping);
        connection.Rights = this;
        _running = RunAsync(connection);
    }

    /// <summary>What the caller may see of symbols he asks for.</summary>
    public Task<IReadOnlyDictionary<Symbol, Grant>> AskAsync(IEnumerable<Symbol> symbols) => AskAsync(_access.Known(symbols));

    /// <summary>Has the host asked anew at once. Called by the writer: returns at once.</summary>
    public void Wake() => _woken.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
        _ended.Dispose();
    }

    private async Task RunAsync(StreamConnection connection)
    {
        // The first wait is any part of the interval: connections that came together are not asked for together.
        var wait = _access.Interval > TimeSpan.Zero
            ? _access.Interval * (RandomNumberGenerator.GetInt32(1, 1000) / 1000.0)
            : Timeout.InfiniteTimeSpan;
        while (true)
        {
            await _woken.Task.WaitAsync(wait, _access.Time, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_ended.IsCancellationRequested)
            {
                return;
            }

            // Anew before it asks: what is withheld from here on asks once more.
            _woken = NewSignal();
            var grants = await AskAsync(connection.Sources);
            if (_ended.IsCancellationRequested)
            {
                return;
            }

            connection.Apply(grants);
            wait = _access.Interval > TimeSpan.Zero ? _access.Interval : Timeout.InfiniteTimeSpan;
        }
    }

    private async Task<IReadOnlyDictionary<Symbol, Grant>> AskAsync((Symbol Symbol, QuoteSourceInfo? Source)[] symbols)
    {
        try
        {
            return await _access.AskAsync(_caller, symbols, _ended.Token);
        }
        catch (Exception) when (_ended.IsCancellationRequested)
        {
            // The connection ends, whatever the host's code makes of that; until then nothing is sent.
            return symbols.ToDictionary(static s => s.Symbol, static _ => new Grant(TimeSpan.Zero, null, IsRefused: true));
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
