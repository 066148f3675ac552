using System.Net.WebSockets;
using System.Threading.Channels;
using MadLab;

namespace PushProvider.Upstream;

/// <summary>One connection: tells the upstream which symbols are wanted and hands out what it sends.</summary>
internal sealed class UpstreamConnection(
    Uri address, string? key, SymbolReaders readers, ChannelReader<bool> changed, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>The longest message that is read; a longer one is passed over.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>How long the upstream may say nothing at all, not even that it is there; then the connection is given up, however open it looks.</summary>
    public static readonly TimeSpan Silence = UpstreamMessages.Heartbeat * 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private long _heard;

    /// <summary>Serves until no symbol is wanted any more; throws when the connection breaks.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(either.Token);
        Task[] parts = [sending, ReceiveAsync(either.Token), WatchAsync(either.Token)];
        var first = await Task.WhenAny(parts);
        if (sending.IsCompletedSuccessfully)
        {
            await CloseAsync(cancellationToken);
        }

        // Cancelling a pending receive aborts the socket, so nothing is left of it; the others say only that they were cut.
        await either.CancelAsync();
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }

    public void Dispose() => _socket.Dispose();

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        // A peer that is gone without a word answers no ping.
        _socket.Options.KeepAliveInterval = Patience;
        _socket.Options.KeepAliveTimeout = Patience;
        if (key is not null)
        {
            _socket.Options.SetRequestHeader("X-Api-Key", key);
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _socket.ConnectAsync(address, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{address.Host} did not answer within {Patience.TotalSeconds} s.", e);
        }

        _heard = time.GetTimestamp();
        logger.Connected(address.Host);
    }

    /// <summary>Brings what the upstream knows up to what is wanted, again and again: however often that changed, only the difference is sent.</summary>
    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<Symbol, long>();
        while (true)
        {
            var wanted = readers.Wanted;
            if (wanted.Count == 0)
            {
                return;
            }

            await SendAsync("unsubscribe", known.Keys.Where(symbol => !wanted.ContainsKey(symbol)), cancellationToken);
            await SendAsync("subscribe", wanted.Where(w => known.GetValueOrDefault(w.Key) != w.Value).Select(w => w.Key), cancellationToken);
            known = wanted;
            await changed.ReadAsync(cancellationToken);
        }
    }

    private async Task SendAsync(string operation, IEnumerable<Symbol> symbols, CancellationToken cancellationToken)
    {
        foreach (var part in symbols.Chunk(UpstreamMessages.MaxSymbols))
        {
            await _socket.SendAsync(UpstreamMessages.Write(operation, part), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxMessageBytes];
        while (true)
        {
            var length = 0;
            var tooLong = false;
            ValueWebSocketReceiveResult part;
            do
            {
                if (length == buffer.Length)
                {
                    (length, tooLong) = (0, true);
                }

                part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += part.Count;
                Volatile.Write(ref _heard, time.GetTimestamp());
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException($"The upstream closed the connection with {_socket.CloseStatus}.");
            }

            if (tooLong || part.MessageType != WebSocketMessageType.Text || !UpstreamMessages.TryRead(buffer.AsMemory(0, length), readers))
            {
                logger.MessageSkipped(part.MessageType, tooLong ? "too long" : "not understood");
            }
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(UpstreamMessages.Heartbeat, time);
        while (time.GetElapsedTime(Volatile.Read(ref _heard)) < Silence)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        throw new TimeoutException($"{address.Host} has said nothing for {Silence.TotalSeconds} s.");
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "no symbols", either.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It was to be closed anyway; the upstream only does not hear why.
            logger.CloseFailed(e);
        }
    }
}
