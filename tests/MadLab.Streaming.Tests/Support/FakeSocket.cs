using System.Net.WebSockets;
using System.Text.Json;
using MadLab.Streaming.Transports.WebSocket;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A WebSocket and the bytes below it; a test can hold up what is written there.</summary>
internal sealed class FakeSocket : WebSocket, IFrameWriter
{
    private readonly TaskCompletionSource<ValueWebSocketReceiveResult> _closed = new();
    private TaskCompletionSource? _held;
    private bool _isHeld;
    private int _sending;
    private WebSocketState _state = WebSocketState.Open;

    public List<JsonElement> Sent { get; } = [];

    /// <summary>Called with each message at the moment it is sent.</summary>
    public Action<JsonElement> OnSent { get; set; } = static _ => { };

    public bool Interleaved { get; private set; }

    /// <summary>How many writes there were.</summary>
    public int Writes { get; private set; }

    public override WebSocketCloseStatus? CloseStatus => WebSocketCloseStatus.NormalClosure;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    /// <summary>The next send does not complete until <see cref="Release"/>.</summary>
    public void Hold() => _isHeld = true;

    public void Release()
    {
        _isHeld = false;
        Interlocked.Exchange(ref _held, null)?.TrySetResult();
    }

    /// <summary>The client closes.</summary>
    public void CloseByClient()
    {
        _state = WebSocketState.CloseReceived;
        _closed.TrySetResult(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true));
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames)
    {
        Interleaved |= Interlocked.Increment(ref _sending) > 1;
        Writes++;
        while (!frames.IsEmpty)
        {
            var isClose = Frames.IsClose(frames.Span);
            var payload = Frames.Take(ref frames);
            if (isClose)
            {
                _state = _state == WebSocketState.Aborted ? _state : WebSocketState.Closed;
                continue;
            }

            using var document = JsonDocument.Parse(payload);
            var message = document.RootElement.Clone();
            Sent.Add(message);
            OnSent(message);
        }

        if (!_isHeld)
        {
            Interlocked.Decrement(ref _sending);
            return ValueTask.CompletedTask;
        }

        _held = new TaskCompletionSource();
        return new ValueTask(FinishAsync(_held.Task));
    }

    public Task DrainAsync() => Task.CompletedTask;

    public override ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, WebSocketMessageFlags messageFlags, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Frames are written below the socket.");

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => new(_closed.Task);

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        Release();
        _closed.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely));
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        _state = WebSocketState.Closed;
        return Task.CompletedTask;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public override void Dispose()
    {
    }

    private async Task FinishAsync(Task held)
    {
        await held;
        Interlocked.Decrement(ref _sending);
    }
}
