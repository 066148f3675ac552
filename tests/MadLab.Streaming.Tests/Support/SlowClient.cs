using System.Text.Json;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A client of either kind, and the newest price it has of each symbol.</summary>
internal sealed class SlowClient(IAsyncDisposable client) : IAsyncDisposable
{
    private readonly Dictionary<string, (decimal Price, long Seq)> _prices = [];

    /// <summary>The WebSocket; null on an event stream.</summary>
    public WsClient? Socket => client as WsClient;

    /// <summary>The bytes of the values read that were older than asked for, since <see cref="StaleBytes"/> was set to 0.</summary>
    public long StaleBytes { get; set; }

    /// <summary>Called with each price read.</summary>
    public Action<string, decimal> OnPrice { get; set; } = static (_, _) => { };

    /// <summary>Reads until every symbol has the price; what is older counts as stale.</summary>
    public async Task ReadUntilAsync(int symbols, Func<decimal> price)
    {
        while (_prices.Count(p => p.Key != "OWN" && p.Value.Price >= price()) < symbols)
        {
            if (!await ReadAsync(price()))
            {
                throw new InvalidOperationException("The stream ended.");
            }
        }
    }

    /// <summary>Reads to the end, whatever kind of end it is.</summary>
    public async Task ReadToEndAsync()
    {
        try
        {
            while (await ReadAsync(0))
            {
                // On to the next.
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            // Cut off: an end, too.
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task<bool> ReadAsync(decimal newest)
    {
        var (type, message) = client is WsClient socket
            ? await socket.ReceiveAsync() is { } received ? (received.GetProperty("type").GetString(), received) : default
            : await ((SseClient)client).ReceiveAsync() is { } next ? (next.Type, next.Data) : default;
        switch (type)
        {
            case null:
                return false;
            case "price_update":
                Note(message.TryGetProperty("data", out var one) ? one : message, newest);
                break;
            case "price_updates":
                foreach (var data in message.GetProperty("data").EnumerateArray())
                {
                    Note(data, newest);
                }

                break;
        }

        return true;
    }

    private void Note(JsonElement data, decimal newest)
    {
        var symbol = data.GetProperty("symbol").GetString()!;
        var (price, seq) = (data.GetProperty("price").GetDecimal(), data.GetProperty("seq").GetInt64());
        if (_prices.TryGetValue(symbol, out var last) && seq <= last.Seq)
        {
            throw new InvalidOperationException($"{symbol} {seq} came after {last.Seq}.");
        }

        _prices[symbol] = (price, seq);
        StaleBytes += price < newest ? data.GetRawText().Length : 0;
        OnPrice(symbol, price);
    }
}
