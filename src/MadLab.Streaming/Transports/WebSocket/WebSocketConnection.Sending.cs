using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Transports.WebSocket;

/// <content>What the client is sent; only the connection's one writer calls this.</content>
internal sealed partial class WebSocketConnection
{
    private static ReadOnlySpan<byte> BatchPrefix => "{\"type\":\"price_updates\",\"data\":["u8;

    private static ReadOnlySpan<byte> BatchSuffix => "]}"u8;

    protected override byte[] Encode(string kind, Action<Utf8JsonWriter> members) => StreamMessages.WebSocket(kind, members);

    // Never with a token that can be cancelled: that takes the slow path and its cancellation cuts the connection.
    protected override ValueTask SendAsync(ReadOnlyMemory<byte> message) =>
        socket.SendAsync(message, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage | WebSocketMessageFlags.DisableCompression, CancellationToken.None);

    protected override ValueTask FlushAsync() => ValueTask.CompletedTask;

    protected override async ValueTask SendValuesAsync(long slot, bool isDue)
    {
        if (batch)
        {
            await SendBatchAsync(slot, isDue);
            return;
        }

        var sent = 0;
        var coalesced = 0;
        foreach (var subscription in Subscriptions)
        {
            // Looked up at its own turn: after a wait the rest gets what is newest then.
            if (Next(subscription, slot, isDue) is not { } value)
            {
                continue;
            }

            var send = SendAsync(value.Message);
            if (send.IsCompletedSuccessfully)
            {
                send.GetAwaiter().GetResult();
            }
            else
            {
                await send;
                slot = Runtime.Loops.Clock.Slot;
            }

            coalesced += NoteSent(subscription, value, slot);
            sent++;
            NoteProgress();
            if (IsClosing)
            {
                break;
            }
        }

        Count(sent, sent, coalesced);
    }

    protected override async ValueTask SendCloseAsync(CloseReason reason)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        if (socket.State == WebSocketState.CloseReceived && reason == CloseReason.ClientGone)
        {
            await socket.CloseOutputAsync(socket.CloseStatus ?? WebSocketCloseStatus.Empty, null, CancellationToken.None);
            return;
        }

        await socket.CloseOutputAsync(reason.Status, reason.Text, CancellationToken.None);
    }

    protected override void Abort()
    {
        socket.Abort();
        context.Abort();
    }

    // On a regular pass what changed, unless it was sent on its own less than an interval ago (it joins the next pass then);
    // between passes only symbols that have never been sent.
    private static CellValue? Next(Subscription subscription, long slot, bool isDue) =>
        subscription.Cell.Current is { } value
            && value.Seq > subscription.Seq
            && (isDue ? subscription.DueSlot <= slot : subscription.Seq == 0)
            ? value
            : null;

    private async ValueTask SendBatchAsync(long slot, bool isDue)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1024);
        try
        {
            BatchPrefix.CopyTo(buffer);
            var length = BatchPrefix.Length;
            var quotes = 0;
            var coalesced = 0;
            foreach (var subscription in Subscriptions)
            {
                if (Next(subscription, slot, isDue) is not { } value)
                {
                    continue;
                }

                var body = value.Body.Span;
                while (buffer.Length - length < body.Length + 1 + BatchSuffix.Length)
                {
                    buffer = Grow(buffer);
                }

                if (quotes > 0)
                {
                    buffer[length++] = (byte)',';
                }

                body.CopyTo(buffer.AsSpan(length));
                length += body.Length;
                coalesced += NoteSent(subscription, value, slot);
                quotes++;
            }

            if (quotes > 0)
            {
                BatchSuffix.CopyTo(buffer.AsSpan(length));
                await SendAsync(buffer.AsMemory(0, length + BatchSuffix.Length));
                Count(1, quotes, coalesced);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Count(int messages, int quotes, int coalesced)
    {
        if (messages > 0)
        {
            CountSent(messages);
            Runtime.Metrics.Flushed(quotes, coalesced);
        }
    }
}
