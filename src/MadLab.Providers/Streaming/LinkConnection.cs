using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MadLab.Providers;

/// <summary>One connection: tells the upstream which symbols are wanted and hands out what it sends.</summary>
internal sealed class LinkConnection(QuoteProtocol protocol, SymbolReaders readers, ChannelReader<bool> changed, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private long _heard;

    /// <summary>Serves until no symbol is wanted any more; throws when the connection breaks.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(either.Token);
        Task[] parts = [sending, ReceiveAsync(either.Token), WatchAsync(either.Token)];
        var first = await Task.WhenAny(parts).ConfigureAwait(false);
        if (sending.IsCompletedSuccessfully)
        {
            await CloseAsync(cancellationToken).ConfigureAwait(false);
        }

        // Cancelling a pending receive aborts the socket, so nothing is left of it; the others say only that they were cut.
        await either.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    public void Dispose() => _socket.Dispose();

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        // A peer that is gone without a word answers no ping.
        _socket.Options.KeepAliveInterval = Patience;
        _socket.Options.KeepAliveTimeout = Patience;
        protocol.Configure(_socket.Options);

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _socket.ConnectAsync(protocol.Address, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{protocol.Address.Host} did not answer within {Patience.TotalSeconds} s.", e);
        }

        _heard = time.GetTimestamp();
        logger.Connected(protocol.Address.Host);
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

            await SendAsync(protocol.Unsubscribe, known.Keys.Where(symbol => !wanted.ContainsKey(symbol)), cancellationToken).ConfigureAwait(false);
            await SendAsync(protocol.Subscribe, wanted.Where(w => known.GetValueOrDefault(w.Key) != w.Value).Select(w => w.Key), cancellationToken).ConfigureAwait(false);
            known = wanted;
            await changed.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Func<IReadOnlyList<Symbol>, IEnumerable<ReadOnlyMemory<byte>>> write, IEnumerable<Symbol> symbols, CancellationToken cancellationToken)
    {
        foreach (var part in symbols.Chunk(protocol.MaxSymbolsPerMessage))
        {
            foreach (var message in write(part))
            {
                await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[protocol.MaxMessageBytes];
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

                part = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += part.Count;
                Volatile.Write(ref _heard, time.GetTimestamp());
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException($"The upstream closed the connection with {_socket.CloseStatus}.");
            }

            if (tooLong || part.MessageType != WebSocketMessageType.Text || !TryRead(buffer.AsMemory(0, length)))
            {
                logger.MessageSkipped(part.MessageType, tooLong ? "too long" : "not understood");
            }
        }
    }

    private bool TryRead(ReadOnlyMemory<byte> message)
    {
        try
        {
            return protocol.TryRead(message, readers);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException or MarketDataException { Kind: MarketErrorKind.Malformed })
        {
            // One message that is not what it should be says nothing of the others.
            return false;
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(protocol.Silence / 3, time);
        while (time.GetElapsedTime(Volatile.Read(ref _heard)) < protocol.Silence)
        {
            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }

        throw new TimeoutException($"{protocol.Address.Host} has said nothing for {protocol.Silence.TotalSeconds} s.");
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "no symbols", either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It was to be closed anyway; the upstream only does not hear why.
            logger.CloseFailed(e);
        }
    }
}
