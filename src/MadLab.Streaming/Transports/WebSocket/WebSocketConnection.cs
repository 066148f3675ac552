using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Unicode;
using MadLab.Streaming.Access;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Hub;
using Microsoft.AspNetCore.Http;

namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>One WebSocket client: what it says is handled here, what it is sent in <c>.Sending</c>.</summary>
internal sealed partial class WebSocketConnection(
    StreamRuntime runtime, System.Net.WebSockets.WebSocket socket, IFrameWriter frames, HttpContext context, TimeSpan interval, bool batch, Socket? tcp, DateTimeOffset? expires)
    : StreamConnection(runtime, Transport.WebSocket, interval, tcp, expires)
{
    private const int FirstBuffer = 1024;

    private MessageBudget _budget;
    private long _badSince;
    private int _bad;
    private volatile bool _isAsking;

    /// <summary>Serves the client until either side ends it; <see cref="StreamConnection.EndAsync"/> must follow.</summary>
    /// <param name="symbols">The symbols of the query.</param>
    /// <param name="queryError">What the query had wrong.</param>
    public Task RunAsync(IReadOnlyCollection<Symbol> symbols, (string Code, string Message)? queryError) =>
        Rights is null ? RunAsync(symbols, queryError, null) : RunGrantedAsync(Rights, symbols, queryError);

    private async Task RunGrantedAsync(AccessWatch rights, IReadOnlyCollection<Symbol> symbols, (string Code, string Message)? queryError) =>
        await RunAsync(symbols, queryError, await rights.AskAsync(symbols));

    private Task RunAsync(IReadOnlyCollection<Symbol> symbols, (string Code, string Message)? queryError, IReadOnlyDictionary<Symbol, Grant>? grants)
    {
        if (Add(symbols, Runtime.Options.MaxSymbolsPerConnection, SendOpen, grants) is { } refused)
        {
            queryError ??= refused;
            Add([], Runtime.Options.MaxSymbolsPerConnection, SendOpen);
        }

        if (queryError is { } error)
        {
            SendError(error);
        }

        Enlist();
        return ReceiveAsync();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            // Without a buffer until there is something to put in it: an idle connection holds none.
            while (await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } start
                && await ReadMessageAsync(start))
            {
            }
        }
        catch (WebSocketException e) when (e.WebSocketErrorCode == WebSocketError.Faulted || e.InnerException is UnmaskedFrameException)
        {
            // The framework has sent the close where it saw the fault itself; ours is then forgotten.
            Runtime.Metrics.BadMessage(Transport.WebSocket);
            RequestClose(CloseReason.ProtocolError);
            await DrainAsync();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            Runtime.Logger.ClientVanished(e);
            if (!IsClosing)
            {
                Runtime.Metrics.Error(Transport.WebSocket);
            }
        }
    }

    // On its own: what a message needs is not held while none comes. False at the client's close.
    private async ValueTask<bool> ReadMessageAsync(ValueWebSocketReceiveResult result)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var length = 0;
            var max = Runtime.Options.MaxMessageBytes;
            while (!result.EndOfMessage)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }

                result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return false;
                }

                // Past the limit the rest is read and forgotten, so that the close can reach the client.
                length = IsClosing ? 0 : length + result.Count;
                if (length > max)
                {
                    RequestClose(CloseReason.MessageTooBig);
                }
            }

            if (!IsClosing)
            {
                await HandleAsync(buffer.AsMemory(0, length), result.MessageType);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Bytes left unread would make the end a reset, which takes the close on its way with it. The loop cuts off who stays.
    private async Task DrainAsync()
    {
        try
        {
            await frames.DrainAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            Runtime.Logger.ClientVanished(e);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private ValueTask HandleAsync(ReadOnlyMemory<byte> utf8, WebSocketMessageType type)
    {
        Runtime.Metrics.Received(Transport.WebSocket);
        if (!_budget.TryTake(Runtime.Options.MaxMessagesPerMinute, Runtime.Hub.Time))
        {
            RequestClose(CloseReason.TooManyMessages);
            return default;
        }

        var message = default(ClientMessage);
        var error = type == WebSocketMessageType.Text
            ? ClientMessage.TryRead(utf8, out message)
            : (StreamCodes.BadMessage, "Invalid message format");
        if (error is { } wrong)
        {
            if (type == WebSocketMessageType.Text && !System.Text.Unicode.Utf8.IsValid(utf8.Span))
            {
                // The framework's socket misses a character that an empty last fragment cuts short.
                RequestClose(CloseReason.InvalidText);
                return default;
            }

            Refuse(wrong);
            return default;
        }

        switch (message.Type)
        {
            case ClientMessageType.Subscribe when Rights is { } rights:
                return SubscribeAsync(rights, message);
            case ClientMessageType.Subscribe:
                Subscribe(message, null);
                break;
            case ClientMessageType.Unsubscribe:
                Remove(message.Symbols, set => SendSet("unsubscribed", set));
                FlushControl();
                break;
            case ClientMessageType.Ping:
                SendControl(Heartbeat());
                FlushControl();
                break;
            case ClientMessageType.HeartbeatResponse:
                break;
        }

        return default;
    }

    private async ValueTask SubscribeAsync(AccessWatch rights, ClientMessage message)
    {
        // Before the host is asked about thousands that could not be taken anyway.
        var max = Runtime.Options.MaxSymbolsPerConnection;
        if (message.Symbols.Count > max)
        {
            Refuse((StreamCodes.TooManySymbols, $"At most {max} symbols."));
            return;
        }

        IReadOnlyDictionary<Symbol, Grant> grants;
        try
        {
            _isAsking = true;
            grants = await rights.AskAsync(message.Symbols);
        }
        finally
        {
            _isAsking = false;
        }

        Subscribe(message, grants);

        // What was in the set already stays there only if the host still says so.
        Apply(grants);
    }

    private void Subscribe(ClientMessage message, IReadOnlyDictionary<Symbol, Grant>? grants)
    {
        if (Add(message.Symbols, Runtime.Options.MaxSymbolsPerConnection, set => SendSet("subscribed", set), grants) is { } refused)
        {
            Refuse(refused);
            return;
        }

        if (message.ThrottleMs is { } throttle)
        {
            SlowDown(TimeSpan.FromMilliseconds(Math.Clamp(throttle, 0, Runtime.Options.MaxInterval.TotalMilliseconds)));
        }

        FlushFirst();
    }

    private void Refuse((string Code, string Message) error)
    {
        SendError(error);

        // A host that has no room for another symbol is not the client's fault.
        if (error.Code != StreamCodes.UpstreamUnavailable)
        {
            Runtime.Metrics.BadMessage(Transport.WebSocket);
            var time = Runtime.Hub.Time;
            if (_bad == 0 || time.GetElapsedTime(_badSince) >= TimeSpan.FromMinutes(1))
            {
                _badSince = time.GetTimestamp();
                _bad = 0;
            }

            if (++_bad > Runtime.Options.MaxBadMessagesPerMinute)
            {
                RequestClose(CloseReason.TooManyBadMessages);
                return;
            }
        }

        FlushControl();
    }

    private void SendOpen(Subscription[] set) => SendControl(Encode("open", json =>
    {
        StreamMessages.WriteSymbols(json, set);
        json.WriteNumber("interval"u8, (int)Interval.TotalMilliseconds);
        json.WriteString("epoch"u8, Runtime.Hub.Epoch);
        StreamMessages.WriteSources(json, set);
        json.WriteNumber("reconnectMs"u8, ReconnectMs(Runtime.Options));
    }));

    private void SendSet(string type, Subscription[] set) => SendControl(Encode(type, json =>
    {
        StreamMessages.WriteSymbols(json, set);
        StreamMessages.WriteSources(json, set);
    }));

    private void SendError((string Code, string Message) error) =>
        SendControl(Encode("error", json => StreamMessages.WriteError(json, error.Code, error.Message, default)));

    /// <summary>Between the delay of the options and twice that, so that not all come back at once.</summary>
    internal static int ReconnectMs(StreamingOptions options)
    {
        var least = (int)options.ReconnectDelay.TotalMilliseconds;
        return least + RandomNumberGenerator.GetInt32(least + 1);
    }
}
