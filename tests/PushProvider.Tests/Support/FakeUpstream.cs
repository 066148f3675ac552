using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PushProvider.Tests.Support;

/// <summary>A vendor on a loopback port: keeps the subscriptions of each connection and sends what the test publishes.</summary>
internal sealed class FakeUpstream : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Connection> _open = [];
    private readonly ConcurrentDictionary<string, decimal> _last = new();
    private KestrelApp _app = null!;
    private int _connections;

    /// <summary>How many connections were accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Whether connections are refused.</summary>
    public bool Refuses { get; set; }

    /// <summary>Symbols it does not know.</summary>
    public HashSet<string> Unknown { get; } = [];

    public string Address => new UriBuilder(_app.Address) { Scheme = "ws", Path = "/quotes" }.Uri.ToString();

    /// <summary>What is subscribed now, over all connections, in order; a symbol twice when two have it.</summary>
    public string[] Subscribed
    {
        get
        {
            lock (_gate)
            {
                return [.. _open.SelectMany(c => c.Symbols.Keys).Order(StringComparer.Ordinal)];
            }
        }
    }

    public int Open
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    public static async Task<FakeUpstream> StartAsync()
    {
        var upstream = new FakeUpstream();
        upstream._app = await KestrelApp.StartAsync(
            static _ => { },
            app =>
            {
                app.UseWebSockets();
                app.Map("/quotes", upstream.ServeAsync);
            });
        return upstream;
    }

    /// <summary>Sets the price of a symbol and sends it to whoever subscribed.</summary>
    public async Task PublishAsync(string symbol, decimal price)
    {
        _last[symbol] = price;
        foreach (var connection in All())
        {
            if (connection.Symbols.ContainsKey(symbol))
            {
                await connection.SendAsync(QuoteOf(symbol, price));
            }
        }
    }

    /// <summary>Sends bytes as they are to all connections.</summary>
    public async Task SendAsync(byte[] message, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        foreach (var connection in All())
        {
            await connection.SendAsync(message, type);
        }
    }

    /// <summary>Cuts all connections without a word.</summary>
    public void Kill()
    {
        foreach (var connection in All())
        {
            connection.Context.Abort();
        }
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return _app.DisposeAsync();
    }

    private static byte[] QuoteOf(string symbol, decimal price) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $$"""{"s":"{{symbol}}","p":{{price}},"t":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}},"v":100}"""));

    private Connection[] All()
    {
        lock (_gate)
        {
            return [.. _open];
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (Refuses)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var connection = new Connection(context, socket);
        Interlocked.Increment(ref _connections);
        lock (_gate)
        {
            _open.Add(connection);
        }

        try
        {
            await ReadAsync(connection);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The provider left, or the test cut it off.
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(connection);
            }
        }
    }

    private async Task ReadAsync(Connection connection)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await connection.Socket.ReceiveAsync(buffer, connection.Context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            using var message = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
            foreach (var symbol in message.RootElement.GetProperty("symbols").EnumerateArray().Select(s => s.GetString()!))
            {
                await ApplyAsync(connection, message.RootElement.GetProperty("op").GetString()!, symbol);
            }
        }
    }

    private async Task ApplyAsync(Connection connection, string operation, string symbol)
    {
        if (operation == "unsubscribe")
        {
            connection.Symbols.Remove(symbol, out _);
        }
        else if (Unknown.Contains(symbol))
        {
            await connection.SendAsync(Encoding.UTF8.GetBytes($$"""{"s":"{{symbol}}","error":"unknown"}"""));
        }
        else
        {
            connection.Symbols[symbol] = true;
            if (_last.TryGetValue(symbol, out var price))
            {
                await connection.SendAsync(QuoteOf(symbol, price));
            }
        }
    }

    private sealed class Connection(HttpContext context, WebSocket socket) : IDisposable
    {
        private readonly SemaphoreSlim _sending = new(1);

        public HttpContext Context => context;

        public WebSocket Socket => socket;

        public ConcurrentDictionary<string, bool> Symbols { get; } = new();

        public void Dispose() => _sending.Dispose();

        public async Task SendAsync(byte[] message, WebSocketMessageType type = WebSocketMessageType.Text)
        {
            try
            {
                await _sending.WaitAsync();
                try
                {
                    await socket.SendAsync(message, type, endOfMessage: true, context.RequestAborted);
                }
                finally
                {
                    _sending.Release();
                }
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Cut while it was sent.
            }
        }
    }
}
