using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Hub;
using Microsoft.AspNetCore.Connections.Features;

namespace MadLab.Streaming.Transports.WebSocket;

/// <content>What the client is sent, as frames put one behind the other; only the connection's one writer calls this.</content>
internal sealed partial class WebSocketConnection
{
    // Room for a whole pass in most cases; rented for as long as a pass takes.
    private const int FirstSendBuffer = 16 * 1024;
    private const int BatchHeader = 4;

    private byte[]? _buffer;
    private int _length;
    private int _first;

    protected override int Unflushed => _length;

    private static ReadOnlySpan<byte> BatchPrefix => "{\"type\":\"price_updates\",\"data\":["u8;

    private static ReadOnlySpan<byte> BatchSuffix => "]}"u8;

    protected override byte[] Encode(string kind, Action<Utf8JsonWriter> members) => Frames.Text(StreamMessages.WebSocket(kind, members));

    protected override void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    protected override async ValueTask HandOverAsync()
    {
        var buffer = _buffer!;
        var length = _length;
        (_buffer, _length) = (null, 0);
        try
        {
            await frames.WriteAsync(buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override ValueTask WriteValuesAsync(Pass pass)
    {
        if (!batch)
        {
            return WriteEachAsync(pass);
        }

        WriteBatch(pass);
        return ValueTask.CompletedTask;
    }

    protected override async ValueTask CloseAsync(CloseReason reason)
    {
        // In a write of its own: the stream below knows the end by a write's first frame.
        await FlushAsync();
        // The client's own code goes back to it (RFC 6455, 5.5.1).
        Write(reason == CloseReason.ClientGone
            ? Frames.Close(socket.CloseStatus ?? WebSocketCloseStatus.Empty, null)
            : Frames.Close(reason.Status, reason.Text));
        await FlushAsync();
    }

    protected override void Abort()
    {
        socket.Abort();
        context.Abort();
        if (Runtime.Stopping.IsCancellationRequested)
        {
            // A stream of HTTP/2 that is cut leaves its connection open for the client to end, and the host's stop waiting for that.
            context.Features.Get<IConnectionLifetimeFeature>()?.Abort();
        }
    }

    // On a regular pass what changed, unless it was sent on its own less than an interval ago (it joins the next pass then);
    // between passes only symbols that have never been sent.
    private static CellValue? Next(Subscription subscription, in Pass pass) =>
        (pass.IsDue ? subscription.IsDue(pass.Slot) : !subscription.HasSent) ? subscription.News(since: 0) : null;

    private async ValueTask WriteEachAsync(Pass pass)
    {
        var subscriptions = Subscriptions;
        for (var i = 0; i < subscriptions.Length; i++)
        {
            // From where the last pass had to stop: else a slow client would get the first symbols ever again and the last ones never.
            var subscription = subscriptions[(_first + i) % subscriptions.Length];
            if (Next(subscription, pass) is not { } value)
            {
                continue;
            }

            Write(value.Frame);
            NoteMessages(1);
            NoteWritten(subscription, value, pass);
            if (!await TryGoOnAsync())
            {
                _first = (_first + i + 1) % subscriptions.Length;
                return;
            }
        }
    }

    private void WriteBatch(in Pass pass)
    {
        var start = _length;
        var quotes = 0;
        foreach (var subscription in Subscriptions)
        {
            if (Next(subscription, pass) is not { } value)
            {
                continue;
            }

            if (quotes++ == 0)
            {
                // The header's place; what belongs there is known at the end.
                Room(BatchHeader);
                _length += BatchHeader;
                Write(BatchPrefix);
            }
            else
            {
                Write(","u8);
            }

            Write(value.Body);
            NoteWritten(subscription, value, pass);
        }

        if (quotes > 0)
        {
            Write(BatchSuffix);
            NoteMessages(1);
            WriteBatchHeader(start);
        }
    }

    private void WriteBatchHeader(int start)
    {
        var payload = _length - start - BatchHeader;
        var header = Frames.HeaderLength(payload);
        if (header != BatchHeader)
        {
            Room(Frames.MaxHeader);
            _buffer.AsSpan(start + BatchHeader, payload).CopyTo(_buffer.AsSpan(start + header));
            _length += header - BatchHeader;
        }

        Frames.WriteHeader(_buffer.AsSpan(start), payload);
    }

    /// <summary>The free part of the send buffer, at least as long as asked.</summary>
    private Span<byte> Room(int length)
    {
        var buffer = _buffer ??= ArrayPool<byte>.Shared.Rent(Math.Max(FirstSendBuffer, length));
        while (buffer.Length - _length < length)
        {
            buffer = _buffer = Grow(buffer);
        }

        return buffer.AsSpan(_length);
    }
}
