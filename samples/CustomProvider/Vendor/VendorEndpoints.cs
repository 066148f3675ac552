using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace CustomProvider.Vendor;

/// <summary>A vendor with the habits of many: a key in a header, pages, seconds and milliseconds, numbers as texts, and errors in a 200.</summary>
internal static class VendorEndpoints
{
    public const string Key = "sample-key";

    private const int PageDays = 300;
    private const int Pages = 3;
    private static readonly string[] Tickers = ["ACME", "BRK/B"];

    public static void MapVendor(this WebApplication app)
    {
        app.MapGet("/vendor/bars", static (string ticker, int? page, HttpRequest request) => Results.Text(
            request.Headers["X-Api-Key"] != Key ? """{"error":"bad key"}""" : !Tickers.Contains(ticker) ? """{"error":"no such ticker"}""" : Bars(ticker, page ?? 0),
            "application/json",
            Encoding.UTF8));
        app.Map("/vendor/stream", StreamAsync);
    }

    private static string Bars(string ticker, int page)
    {
        var newest = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-1);
        var price = ticker == "ACME" ? 100 : 400;
        var days = Enumerable.Range(page * PageDays, PageDays).Select(i => newest.AddDays(i - (Pages * PageDays) + 1)).Where(static d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        var results = days.Select(d =>
            $$"""{"t":{{new DateTimeOffset(d, default, TimeSpan.Zero).ToUnixTimeSeconds()}},"o":"{{price + (d.DayNumber % 7)}}","h":"{{price + 9}}","l":"{{price - 1}}","c":"{{price + (d.DayNumber % 5)}}","v":"1000"}""");
        var next = page + 1 < Pages ? $",\"next\":\"/vendor/bars?ticker={Uri.EscapeDataString(ticker)}&page={page + 1}\"" : string.Empty;
        return $$"""{"results":[{{string.Join(',', results)}}]{{next}} }""";
    }

    private static async Task StreamAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var wanted = new ConcurrentDictionary<string, byte>();
        var talking = TalkAsync();
        try
        {
            var buffer = new byte[256];
            while (await socket.ReceiveAsync(buffer, ended.Token) is { MessageType: WebSocketMessageType.Text } received)
            {
                var (sign, ticker) = (buffer[0], Encoding.UTF8.GetString(buffer, 1, received.Count - 1));
                _ = sign == (byte)'-' ? wanted.TryRemove(ticker, out _) : wanted.TryAdd(ticker, 0);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // Whoever listened has left.
        }
        finally
        {
            await ended.CancelAsync();
            await talking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task TalkAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            for (var i = 0; await timer.WaitForNextTickAsync(ended.Token); i++)
            {
                foreach (var ticker in wanted.Keys)
                {
                    var known = Tickers.Contains(ticker);
                    if (!known)
                    {
                        // Said once.
                        wanted.TryRemove(ticker, out _);
                    }

                    var message = known ? $$"""{"k":"{{ticker}}","p":"{{100 + (i % 10)}}","ms":{{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}} }""" : $$"""{"k":"{{ticker}}","gone":true}""";
                    await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, ended.Token);
                }
            }
        }
    }
}
