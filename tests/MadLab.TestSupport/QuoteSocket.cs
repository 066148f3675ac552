using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace MadLab.TestSupport;

/// <summary>A client of <c>/api/stream/ws</c> that reads one message at a time.</summary>
public sealed class QuoteSocket : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Connects.</summary>
    /// <param name="app">The app.</param>
    /// <param name="query">Such as <c>?symbols=AAPL</c>.</param>
    public static async Task<QuoteSocket> ConnectAsync(KestrelApp app, string query)
    {
        ArgumentNullException.ThrowIfNull(app);
        var client = new QuoteSocket();
        client._socket.Options.Proxy = null;
        await client._socket.ConnectAsync(new UriBuilder(new Uri(app.Address, "/api/stream/ws" + query)) { Scheme = "ws" }.Uri, CancellationToken.None).WaitAsync(Guard);
        return client;
    }

    public Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).WaitAsync(Guard);

    /// <summary>The next message for which this holds; those before it are passed over.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (true)
        {
            var message = await ReceiveAsync();
            if (condition(message))
            {
                return message;
            }
        }
    }

    /// <summary>Waits for an error with this code that speaks of the symbol.</summary>
    public Task<JsonElement> ErrorAsync(string code, string symbol) => UntilAsync(m =>
        TypeOf(m) == "error" && m.GetProperty("code").GetString() == code && m.GetProperty("message").GetString()!.Contains(symbol, StringComparison.Ordinal));

    /// <summary>Waits for an update of the symbol with this price.</summary>
    public Task<JsonElement> PriceAsync(string symbol, decimal price) => UntilAsync(m =>
        TypeOf(m) == "price_update" && m.GetProperty("data") is var data && data.GetProperty("symbol").GetString() == symbol && data.GetProperty("price").GetDecimal() == price);

    public void Dispose() => _socket.Dispose();

    private static string? TypeOf(JsonElement message) => message.GetProperty("type").GetString();

    private async Task<JsonElement> ReceiveAsync()
    {
        var length = 0;
        while (true)
        {
            var result = await _socket.ReceiveAsync(new ArraySegment<byte>(_buffer, length, _buffer.Length - length), CancellationToken.None).WaitAsync(Guard);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                throw new InvalidOperationException($"The server closed with {result.CloseStatus}.");
            }

            length += result.Count;
            if (result.EndOfMessage)
            {
                using var document = JsonDocument.Parse(_buffer.AsMemory(0, length));
                return document.RootElement.Clone();
            }
        }
    }
}
