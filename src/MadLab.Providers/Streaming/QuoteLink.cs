using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MadLab.Providers;

/// <summary>One WebSocket for all symbols that somebody reads, and none when nobody does.</summary>
/// <remarks>
/// <para>What is wanted is a set: whenever it changed, the difference to what the upstream knows is sent, and after a reconnect all that is wanted then. A sequence holds the newest quote alone.</para>
/// <para>When the connection breaks or falls silent, all sequences end with <see cref="MarketErrorKind.Unavailable"/>, so that the host can try another provider; it opens those still wanted again. The link waits 1, 2, 4, .. 30
/// seconds between two connections, each up to a quarter longer at random. Thread-safe.</para>
/// </remarks>
public sealed class QuoteLink : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly QuoteProtocol _protocol;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SymbolReaders _readers = new();
    private readonly CancellationTokenSource _stop = new();

    // Says that the wanted symbols have changed, not how: one signal stands for any number of changes.
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task? _running;
    private TimeSpan _pause;
    private bool _disposed;

    /// <summary>Creates a link; nothing is opened until somebody reads.</summary>
    /// <param name="protocol">The upstream's language.</param>
    /// <param name="time">The clock; the system's by default.</param>
    /// <param name="logger">Hears of connections made and lost; nobody by default.</param>
    public QuoteLink(QuoteProtocol protocol, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        _protocol = protocol;
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>The quotes of a symbol, the newest only, for as long as it is read.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="cancellationToken">Ends the sequence.</param>
    /// <exception cref="MarketDataException">The connection was lost, or the upstream does not know the symbol.</exception>
    public async IAsyncEnumerable<Quote> ReadAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = Join(symbol);
        try
        {
            await foreach (var quote in reader.Quotes.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return quote;
            }
        }
        finally
        {
            Leave(reader);
        }
    }

    private SymbolReader Join(Symbol symbol)
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

    private void Leave(SymbolReader reader)
    {
        _readers.Remove(reader);
        _changed.Writer.TryWrite(true);
    }

    /// <summary>Closes the connection and ends all sequences.</summary>
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

        await _stop.CancelAsync().ConfigureAwait(false);
        await (running ?? Task.CompletedTask).ConfigureAwait(false);
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

            var began = _time.GetTimestamp();
            try
            {
                await Task.Delay(_pause * (1 + (Random.Shared.NextDouble() / 4)), _time, _stop.Token).ConfigureAwait(false);
                began = _time.GetTimestamp();
                using var connection = new LinkConnection(_protocol, _readers, _changed.Reader, _time, _logger);
                await connection.RunAsync(_stop.Token).ConfigureAwait(false);
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
                var served = _time.GetElapsedTime(began) >= LongestPause;
                _pause = served || _pause == TimeSpan.Zero ? ShortestPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
                _logger.ConnectionLost(_protocol.Address.Host, _pause.TotalSeconds, e);
                _readers.FailAll(e as MarketDataException ?? new MarketDataException(MarketErrorKind.Unavailable, "The connection to the upstream was lost.", e));
            }
        }
    }
}
