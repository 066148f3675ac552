using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using MadLab.Tool.Http;

namespace MadLab.Tool.Check;

/// <summary>A round trip by each transport.</summary>
internal static class StreamChecks
{
    public static async Task<CheckItem> WebSocketAsync(HostClient host, string symbol, CancellationToken cancellationToken)
    {
        const string Name = "websocket";
        const string Cure = "see that the proxy passes Upgrade and Connection on (ops/nginx, ops/haproxy) and keeps idle connections";
        var waitedFor = "the handshake";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HostClient.Patience);
        try
        {
            var started = Stopwatch.GetTimestamp();
            using var socket = await host.ConnectAsync($"/stream/ws?symbols={Uri.EscapeDataString(symbol)}&interval=250", limit.Token);
            var reader = new SocketReader(socket);
            waitedFor = "open";
            await reader.UntilAsync("open", limit.Token);
            waitedFor = $"a price of {symbol}";
            await reader.UntilAsync("price_update", limit.Token);
            var first = Stopwatch.GetElapsedTime(started);
            waitedFor = "the answer to a ping";
            await socket.SendAsync("""{"type":"ping"}"""u8.ToArray(), WebSocketMessageType.Text, true, limit.Token);
            await reader.UntilAsync("heartbeat", limit.Token);
            waitedFor = "the close";
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            return CheckItem.Ok(Name, string.Create(CultureInfo.InvariantCulture, $"open, a price after {first.TotalMilliseconds:0} ms, ping, close"));
        }
        catch (StreamRefusal e)
        {
            return CheckItem.Fail(Name, e.Message, "name a symbol that streams (--symbol), or see the host's log");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckItem.Fail(Name, $"waited {HostClient.Patience.TotalSeconds:0} s for {waitedFor}", Cure);
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException)
        {
            return CheckItem.Fail(Name, $"{waitedFor}: {HostClient.Reason(e)}", Cure);
        }
    }

    public static async Task<CheckItem> EventsAsync(HostClient host, string symbol, CancellationToken cancellationToken)
    {
        const string Name = "events";
        const string Cure = "see that the proxy does not buffer this answer (proxy_buffering off, or respect for X-Accel-Buffering)";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HostClient.Patience);
        var waitedFor = "the answer";
        try
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await host.OpenAsync($"/stream?symbols={Uri.EscapeDataString(symbol)}&interval=250", limit.Token);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            {
                return CheckItem.Fail(Name, $"{(int)response.StatusCode} {response.Content.Headers.ContentType?.MediaType}", "see that the path leads to the host, and that the key may read");
            }

            waitedFor = "open";
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token), Encoding.UTF8);
            await foreach (var (name, _) in SseReader.ReadAsync(reader, limit.Token))
            {
                switch (name)
                {
                    case "open":
                        waitedFor = $"a price of {symbol}";
                        break;
                    case "stream_error":
                        return CheckItem.Fail(Name, "the stream says stream_error", "name a symbol that streams (--symbol), or see the host's log");
                    case "price_update":
                        return CheckItem.Ok(Name, string.Create(CultureInfo.InvariantCulture, $"open, a price after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms, unbuffered"));
                }
            }

            return CheckItem.Fail(Name, $"ended before {waitedFor}", Cure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckItem.Fail(Name, $"waited {HostClient.Patience.TotalSeconds:0} s for {waitedFor}", Cure);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return CheckItem.Fail(Name, $"{waitedFor}: {HostClient.Reason(e)}", Cure);
        }
    }

    public static async Task<CheckItem> PollingAsync(HostClient host, string symbol, CancellationToken cancellationToken)
    {
        var answer = await host.GetAsync("/stream/poll?symbols=" + Uri.EscapeDataString(symbol), cancellationToken);
        return !answer.IsSuccess ? CheckItem.Refused("polling", answer)
            : answer.TryJson() is { } json && json.TryGetProperty("cursor", out _) ? CheckItem.Ok("polling", "an answer with a cursor")
            : CheckItem.Fail("polling", "the answer has no cursor", "see that the URL leads to MadLab");
    }
}
