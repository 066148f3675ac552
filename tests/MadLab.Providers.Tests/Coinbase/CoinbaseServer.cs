using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MadLab.Providers.Tests.Coinbase;

/// <summary>What Coinbase Exchange documents of its public services, on a loopback port: products, candles and the feed's ticker.</summary>
internal sealed class CoinbaseServer : IAsyncDisposable
{
    private static readonly string[] Products = ["BTC-USD", "ETH-USD"];
    private static readonly DateTimeOffset Beginning = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero).AddDays(-900);

    private readonly ConcurrentDictionary<HttpContext, byte> _open = new();
    private KestrelApp _app = null!;
    private int _candleCalls;

    public Uri Address => _app.Address;

    public Uri FeedAddress => new UriBuilder(_app.Address) { Scheme = "ws", Path = "/feed" }.Uri;

    public int Connections => _open.Count;

    public int CandleCalls => Volatile.Read(ref _candleCalls);

    /// <summary>The addresses that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public static async Task<CoinbaseServer> StartAsync()
    {
        var server = new CoinbaseServer();
        server._app = await KestrelApp.StartAsync(
            static _ => { },
            app =>
            {
                app.UseWebSockets();
                app.MapGet("/products", static () => Json($"[{string.Join(',', Products.Select(ProductOf))},{ProductOf("OLD-USD").Replace("online", "delisted", StringComparison.Ordinal)}]"));
                app.MapGet("/products/{id}/candles", server.Candles);
                app.Map("/feed", server.FeedAsync);
            });
        return server;
    }

    public Task CutAsync()
    {
        foreach (var context in _open.Keys)
        {
            context.Abort();
        }

        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        await _app.DisposeAsync();
    }

    private static string ProductOf(string id) => $$"""
        {"id":"{{id}}","base_currency":"{{id[..3]}}","quote_currency":"USD","quote_increment":"0.01","base_increment":"0.00000001","display_name":"{{id.Replace('-', '/')}}","status":"online","trading_disabled":false}
        """;

    private static IResult Json(string body, int status = 200) => Results.Text(body, "application/json", Encoding.UTF8, status);

    private IResult Candles(string id, int granularity, DateTimeOffset? start, DateTimeOffset? end, HttpRequest request)
    {
        Interlocked.Increment(ref _candleCalls);
        Asked.Enqueue(request.Path + request.QueryString);
        if (request.Headers.UserAgent.Count == 0)
        {
            return Json("""{"message":"User-Agent header is required."}""", 400);
        }

        if (!Products.Contains(id))
        {
            return Json("""{"message":"NotFound"}""", 404);
        }

        var (from, until) = (start!.Value, end!.Value < DateTimeOffset.UtcNow ? end.Value : DateTimeOffset.UtcNow);
        if ((until - from).TotalSeconds / granularity > 300)
        {
            return Json("""{"message":"granularity too small for the requested time range. Count of aggregations requested exceeds 300"}""", 400);
        }

        var rows = new List<string>();
        var first = from.ToUnixTimeSeconds();
        first += (granularity - (first % granularity)) % granularity;
        for (var time = first; time <= until.ToUnixTimeSeconds(); time += granularity)
        {
            if (time >= Beginning.ToUnixTimeSeconds())
            {
                var price = (id == "BTC-USD" ? 60_000 : 3_000) + (time / granularity % 17);
                rows.Add(string.Create(CultureInfo.InvariantCulture, $"[{time},{price - 1.5},{price + 2.25},{price},{price + 1},{12.5 + (time / granularity % 3)}]"));
            }
        }

        rows.Reverse();
        return Json($"[{string.Join(',', rows)}]");
    }

    private async Task FeedAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _open.TryAdd(context, 0);
        using var gate = new SemaphoreSlim(1);
        var subscribed = new ConcurrentDictionary<string, byte>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var talking = TalkAsync();
        try
        {
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, ended.Token) is { MessageType: WebSocketMessageType.Text } received)
            {
                using var message = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
                var ids = message.RootElement.GetProperty("product_ids").EnumerateArray().Select(static i => i.GetString()!).ToList();
                if (message.RootElement.GetProperty("type").GetString() == "unsubscribe")
                {
                    ids.ForEach(i => subscribed.TryRemove(i, out _));
                }
                else if (ids.Find(static i => !Products.Contains(i)) is { } unknown)
                {
                    await SendAsync($$"""{"type":"error","message":"Failed to subscribe","reason":"{{unknown}} is not a valid product"}""");
                    continue;
                }
                else
                {
                    ids.ForEach(i => subscribed.TryAdd(i, 0));
                }

                await SendAsync($$"""{"type":"subscriptions","channels":[{"name":"ticker","product_ids":[{{string.Join(',', subscribed.Keys.Select(static k => $"\"{k}\""))}}]}]}""");
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The client left, or the test cut it.
        }
        finally
        {
            _open.TryRemove(context, out _);
            await ended.CancelAsync();
            await talking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task TalkAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            for (var sequence = 1; await timer.WaitForNextTickAsync(ended.Token); sequence++)
            {
                foreach (var id in subscribed.Keys)
                {
                    var (open, price) = id == "BTC-USD" ? (60_000m, 60_000m + (sequence % 50)) : (3_000m, 3_000m + (sequence % 50));
                    var time = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
                    await SendAsync($$"""
                        {"type":"ticker","sequence":{{sequence}},"product_id":"{{id}}","price":"{{price}}","open_24h":"{{open}}","volume_24h":"1234.5678","low_24h":"{{open - 10}}","high_24h":"{{open + 60}}",
                        "volume_30d":"99999.1","best_bid":"{{price - 1}}","best_bid_size":"0.5","best_ask":"{{price + 1}}","best_ask_size":"0.25","side":"buy","time":"{{time}}","trade_id":{{sequence}},"last_size":"0.01"}
                        """);
                    await SendAsync($$"""{"type":"heartbeat","sequence":{{sequence}},"last_trade_id":{{sequence}},"product_id":"{{id}}","time":"{{time}}"}""");
                }
            }
        }

        async Task SendAsync(string text)
        {
            await gate.WaitAsync(ended.Token);
            try
            {
                await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, ended.Token);
            }
            finally
            {
                gate.Release();
            }
        }
    }
}
