using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace ReferenceHost.Tests.Contract.Support;

/// <summary>A WebSocket client that reads one JSON object after the other.</summary>
internal sealed class StreamSocket : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private readonly byte[] _buffer = new byte[128 * 1024];

    private StreamSocket(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    /// <summary>Connects.</summary>
    /// <param name="host">Where the host listens.</param>
    /// <param name="query">What follows <c>/api/stream/ws</c>, such as <c>?symbols=AAPL</c>.</param>
    /// <param name="origin">The page's origin; null as a program has none.</param>
    /// <param name="headers">Further headers of the handshake.</param>
    public static async Task<StreamSocket> ConnectAsync(Uri host, string query = "", string? origin = null, params (string Name, string Value)[] headers)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.Proxy = null;
            socket.Options.CollectHttpResponseDetails = true;
            if (origin is not null)
            {
                socket.Options.SetRequestHeader("Origin", origin);
            }

            foreach (var (name, value) in headers)
            {
                socket.Options.SetRequestHeader(name, value);
            }

            await socket.ConnectAsync(new Uri($"ws://{host.Authority}/api/stream/ws{query}"), CancellationToken.None).WaitAsync(Guard);
            return new StreamSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next message.</summary>
    /// <exception cref="InvalidOperationException">The host closed instead.</exception>
    public async Task<JsonElement> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var result = await Socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(Guard);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException($"Closed with {(int?)Socket.CloseStatus} {Socket.CloseStatusDescription}.");
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                using var document = JsonDocument.Parse(_buffer.AsMemory(0, length));
                return document.RootElement.Clone();
            }
        }
    }

    /// <summary>The next message of a type; what comes before it is passed over.</summary>
    public Task<JsonElement> ReceiveAsync(string type) => ReceiveAsync(m => m.GetProperty("type").GetString() == type);

    /// <summary>The next message that is as wanted; what comes before it is passed over.</summary>
    public async Task<JsonElement> ReceiveAsync(Func<JsonElement, bool> isWanted)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (true)
        {
            guard.Token.ThrowIfCancellationRequested();
            var message = await ReceiveAsync();
            if (isWanted(message))
            {
                return message;
            }
        }
    }

    /// <summary>The data of the next price update of a symbol.</summary>
    public async Task<JsonElement> ReceiveUpdateAsync(string symbol) =>
        (await ReceiveAsync(m => m.GetProperty("type").GetString() == "price_update" && m.GetProperty("data").GetProperty("symbol").GetString() == symbol))
        .GetProperty("data");

    /// <summary>Reads on until the host closes.</summary>
    public async Task<WebSocketCloseStatus?> ReceiveCloseAsync()
    {
        using var guard = new CancellationTokenSource(Guard);
        while (true)
        {
            var result = await Socket.ReceiveAsync(_buffer.AsMemory(), guard.Token);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return Socket.CloseStatus;
            }
        }
    }

    /// <summary>Sends a text as it is, or anything else as JSON.</summary>
    public Task SendAsync(object message, WebSocketMessageType type = WebSocketMessageType.Text, bool isEnd = true) => Socket
        .SendAsync(
            message as string is { } text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web),
            type,
            isEnd,
            CancellationToken.None)
        .WaitAsync(Guard);

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
