using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A WebSocket client that reads one message at a time.</summary>
public sealed class WsClient(ClientWebSocket socket) : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private readonly byte[] _buffer = new byte[256 * 1024];

    public ClientWebSocket Socket => socket;

    public static async Task<WsClient> ConnectAsync(Uri address, string path, Action<ClientWebSocketOptions>? options = null, HttpMessageInvoker? invoker = null)
    {
        var socket = new ClientWebSocket();
        options?.Invoke(socket.Options);
        var uri = new UriBuilder(new Uri(address, path)) { Scheme = "ws" }.Uri;
        await socket.ConnectAsync(uri, invoker, CancellationToken.None).WaitAsync(Guard);
        return new WsClient(socket);
    }

    public Task SendAsync(string message, bool end = true, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), type, end, CancellationToken.None).WaitAsync(Guard);

    /// <summary>The next message; null when the server closed.</summary>
    public async Task<JsonElement?> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(new ArraySegment<byte>(_buffer, length, _buffer.Length - length), CancellationToken.None).WaitAsync(Guard);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                using var document = JsonDocument.Parse(_buffer.AsMemory(0, length));
                return document.RootElement.Clone();
            }
        }
    }

    /// <summary>The next message of a type; others before it are passed over.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        while (true)
        {
            var message = await ReceiveAsync() ?? throw new InvalidOperationException($"Closed with {socket.CloseStatus} before a message of type {type}.");
            if (message.GetProperty("type").GetString() == type)
            {
                return message;
            }
        }
    }

    /// <summary>The price of the next update of a symbol.</summary>
    public async Task<decimal> NextPriceAsync(string symbol)
    {
        while (true)
        {
            var data = (await NextAsync("price_update")).GetProperty("data");
            if (data.GetProperty("symbol").GetString() == symbol)
            {
                return data.GetProperty("price").GetDecimal();
            }
        }
    }

    /// <summary>Answers the server's close, so that its stop need not wait for that.</summary>
    public async Task AnswerCloseAsync()
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // On a busy machine the server's patience, 750 ms, can be over by now: then it has cut the connection.
        }
    }

    /// <summary>Reads on until the server closes.</summary>
    public async Task<WebSocketCloseStatus?> UntilClosedAsync()
    {
        while (await ReceiveAsync() is not null)
        {
            // What was under way when it closed.
        }

        return socket.CloseStatus;
    }

    public async ValueTask DisposeAsync()
    {
        if (socket.State is WebSocketState.Open)
        {
            socket.Abort();
        }

        socket.Dispose();
        await ValueTask.CompletedTask;
    }
}
