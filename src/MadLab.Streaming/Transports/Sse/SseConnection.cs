using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MadLab.Streaming.Access;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Hub;
using MadLab.Streaming.Transports.WebSocket;
using Microsoft.AspNetCore.Http;

namespace MadLab.Streaming.Transports.Sse;

/// <summary>One client of server-sent events: one write and one flush per interval, in rising order of version.</summary>
internal sealed class SseConnection(StreamRuntime runtime, HttpContext context, TimeSpan interval, Socket? tcp, DateTimeOffset? expires)
    : StreamConnection(runtime, Transport.Sse, interval, tcp, expires)
{
    private readonly PipeWriter _body = context.Response.BodyWriter;
    private int _unflushed;
    private long _since;

    /// <summary>Begins to serve the client; <see cref="StreamConnection.Finished"/> tells when it is over, and <see cref="StreamConnection.EndAsync"/> must follow.</summary>
    /// <param name="symbols">The symbols.</param>
    /// <param name="since">The newest version the client has; 0 for none.</param>
    /// <param name="grants">What the host lets the caller see of them; null where everybody sees everything.</param>
    public void Begin(IReadOnlyCollection<Symbol> symbols, long since, IReadOnlyDictionary<Symbol, Grant>? grants)
    {
        SendControl(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"retry: {WebSocketConnection.ReconnectMs(Runtime.Options)}\n")));
        _since = since;
        if (Add(symbols, StreamQuery.MaxSymbols, SendOpen, grants) is { } refused)
        {
            Add([], StreamQuery.MaxSymbols, SendOpen);
            SendControl(Encode("error", json => StreamMessages.WriteError(json, refused.Code, refused.Message, default)));
            RequestClose(CloseReason.ClientGone);
        }

        Enlist();
    }

    // Never "error": browsers take that for a broken connection.
    protected override byte[] Encode(string kind, Action<Utf8JsonWriter> members) =>
        StreamMessages.Event(kind == "error" ? "stream_error" : kind, members);

    protected override int Unflushed => _unflushed;

    protected override void Write(ReadOnlySpan<byte> bytes)
    {
        _body.Write(bytes);
        _unflushed += bytes.Length;
    }

    protected override async ValueTask HandOverAsync()
    {
        _unflushed = 0;
        var result = await _body.FlushAsync(CancellationToken.None);
        if (result.IsCompleted || result.IsCanceled)
        {
            RequestClose(CloseReason.ClientGone);
        }
    }

    // One phase for all symbols and in rising order: what goes out is complete up to its last id, so a client that comes back with it
    // misses nothing. A version past the limit was published during this pass; it waits for the next, or a smaller one could follow it.
    protected override ValueTask WriteValuesAsync(Pass pass)
    {
        if (!pass.IsDue)
        {
            return ValueTask.CompletedTask;
        }

        var limit = Runtime.Hub.Published;
        var subscriptions = Subscriptions;
        var due = ArrayPool<(CellValue Value, Subscription Subscription)>.Shared.Rent(Math.Max(1, subscriptions.Length));
        try
        {
            var count = 0;
            foreach (var subscription in subscriptions)
            {
                if (subscription.News(_since) is { } value && value.Seq <= limit)
                {
                    due[count++] = (value, subscription);
                }
            }

            due.AsSpan(0, count).Sort(static (a, b) => a.Value.Seq.CompareTo(b.Value.Seq));
            for (var i = 0; i < count; i++)
            {
                Write(due[i].Value.Event);
                NoteMessages(1);
                NoteWritten(due[i].Subscription, due[i].Value, pass);
            }
        }
        finally
        {
            ArrayPool<(CellValue Value, Subscription Subscription)>.Shared.Return(due, clearArray: true);
        }

        return ValueTask.CompletedTask;
    }

    protected override async ValueTask CloseAsync(CloseReason reason)
    {
        if (reason.Code is { } code)
        {
            Write(Encode("error", json => StreamMessages.WriteError(json, code, reason.Text!, default)));
        }

        await FlushAsync();
        if (IsBackedUp())
        {
            // The end of the body would wait for a client that does not read, and the host's stop for that.
            Abort();
        }
    }

    protected override void Abort() => context.Abort();

    private void SendOpen(Subscription[] set) => SendControl(Encode("open", json =>
    {
        json.WriteBoolean("ok"u8, true);
        StreamMessages.WriteSymbols(json, set);
        json.WriteNumber("interval"u8, (int)Interval.TotalMilliseconds);
        json.WriteString("epoch"u8, Runtime.Hub.Epoch);
        StreamMessages.WriteSources(json, set);
    }));
}
