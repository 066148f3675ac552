using System.Threading.Channels;
using MadLab;

namespace PushProvider.Upstream;

/// <summary>Keeps the one connection while there is a symbol to subscribe.</summary>
internal sealed class UpstreamLink(Uri address, string? key, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly SymbolReaders _readers = new();
    private readonly CancellationTokenSource _stop = new();

    // Says that the wanted symbols have changed, not how: one signal stands for any number of changes.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task? _running;
    private TimeSpan _pause;
    private bool _disposed;

    public SymbolReader Join(Symbol symbol)
    {
        var reader = new SymbolReader(symbol);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _readers.Add(reader);
            _running ??= Task.Run(RunAsync);
        }

        _changed.Writer.TryWrite(true);
        return reader;
    }

    public void Leave(SymbolReader reader)
    {
        _readers.Remove(reader);
        _changed.Writer.TryWrite(true);
    }

    public async ValueTask DisposeAsync()
    {
        Task? running;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            running = _running;
        }

        await _stop.CancelAsync();
        await (running ?? Task.CompletedTask);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_readers.IsEmpty)
                {
                    _running = null;
                    return;
                }
            }

            var began = time.GetTimestamp();
            try
            {
                await Task.Delay(_pause * (1 + (Random.Shared.NextDouble() / 4)), time, _stop.Token);
                began = time.GetTimestamp();
                using var connection = new UpstreamConnection(address, key, _readers, _changed.Reader, time, logger);
                await connection.RunAsync(_stop.Token);
                _pause = TimeSpan.Zero;
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                // A socket that is cut says so in several ways.
                _readers.FailAll(new MarketDataException(MarketErrorKind.Unavailable, "The provider was stopped."));
            }
            catch (Exception e)
            {
                // Whatever broke it, the next connection may do better; after a good while of service it is tried at once.
                var served = time.GetElapsedTime(began) >= LongestPause;
                _pause = served || _pause == TimeSpan.Zero ? ShortestPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
                logger.ConnectionLost(address.Host, _pause.TotalSeconds, e);
                _readers.FailAll(new MarketDataException(MarketErrorKind.Unavailable, "The connection to the upstream was lost.", e));
            }
        }
    }
}
