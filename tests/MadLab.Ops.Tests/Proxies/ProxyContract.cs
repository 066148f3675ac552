using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using FluentAssertions;

namespace MadLab.Ops.Tests.Proxies;

/// <summary>What holds behind either proxy.</summary>
internal static class ProxyContract
{
    private static readonly string[] Listed = ["--MadLab:Proxy:KnownProxies", "127.0.0.1"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task StreamsPassAsync(Func<Uri, Task<ProxyProcess>> start)
    {
        await using var host = await ProxiedHost.StartAsync(Listed);
        await using var proxy = await start(host.Address);
        using var client = proxy.Client();

        using var socket = await ConnectAsync(proxy, client, origin: proxy.Url);
        await UntilAsync(socket, "price_update");
        using var events = new StreamReader(await client.GetStreamAsync("/api/stream?symbols=AAPL"));
        await UntilEventAsync(events, "price_update");
        using var legacy = new StreamReader(await client.GetStreamAsync("/pages/api/stream?symbols=AAPL"));
        await UntilEventAsync(legacy, "open");
        using var poll = await client.GetAsync("/api/stream/poll?symbols=AAPL");
        poll.StatusCode.Should().Be(HttpStatusCode.OK);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience);
        var foreign = () => ConnectAsync(proxy, client, origin: "https://other.example.com");
        await foreign.Should().ThrowAsync<WebSocketException>("the host sees the page's origin and its own name");

        // Asked of a host that browsers pin, which loopback is not.
        using var pinned = new HttpRequestMessage(HttpMethod.Get, "/api/health/live") { Headers = { Host = "quotes.example.com" } };
        (await client.SendAsync(pinned)).Headers.TryGetValues("Strict-Transport-Security", out var pins).Should().BeTrue();
        pins!.Single().Should().StartWith("max-age=31536000");
        using var plain = await client.GetAsync($"http://127.0.0.1:{proxy.Plain}/api/health?a=b");
        plain.StatusCode.Should().Be(HttpStatusCode.PermanentRedirect);
        plain.Headers.Location!.Scheme.Should().Be("https");
    }

    public static async Task AddressesAreTheClientsAsync(Func<Uri, Task<ProxyProcess>> start)
    {
        await using var host = await ProxiedHost.StartAsync([.. Listed, "--MadLab:Streaming:MaxConnectionsPerAddress", "1"]);
        await using var proxy = await start(host.Address);
        using var one = proxy.Client("127.0.0.2");
        using var other = proxy.Client("127.0.0.3");
        using var first = new StreamReader(await one.GetStreamAsync("/api/stream?symbols=AAPL"));
        await UntilEventAsync(first, "open");

        using var second = new StreamReader(await one.GetStreamAsync("/api/stream?symbols=AAPL"));
        (await UntilEventAsync(second, "stream_error")).Should().Contain("OVERLOADED");
        using var lying = new HttpRequestMessage(HttpMethod.Get, "/api/stream?symbols=AAPL") { Headers = { { "X-Forwarded-For", "127.0.0.3" }, { "Forwarded", "for=127.0.0.3" } } };
        using var lie = new StreamReader(await (await one.SendAsync(lying, HttpCompletionOption.ResponseHeadersRead)).Content.ReadAsStreamAsync());
        (await UntilEventAsync(lie, "stream_error")).Should().Contain("OVERLOADED", "what a client says of itself does not count");
        using var third = new StreamReader(await other.GetStreamAsync("/api/stream?symbols=AAPL"));
        await UntilEventAsync(third, "open");

        await other.GetStringAsync("/api/health?ticket=hunter2");
        var seen = host.Seen.Last(static s => s.Path == "/api/health");
        seen.Should().Be(("127.0.0.3", "https", "/api/health", 200));
        using var health = JsonDocument.Parse(await other.GetStringAsync("/api/health"));
        health.RootElement.GetProperty("warnings").GetArrayLength().Should().Be(0);
        await ProxyProcess.EventuallyAsync(() => Task.FromResult(proxy.Said.Contains("/api/health", StringComparison.Ordinal)), proxy);
        proxy.Said.Should().NotContain("hunter2", "a ticket would be in the query");
    }

    public static async Task UnlistedProxyIsWarnedOfAsync(Func<Uri, Task<ProxyProcess>> start)
    {
        await using var host = await ProxiedHost.StartAsync();
        await using var proxy = await start(host.Address);
        using var client = proxy.Client("127.0.0.2");

        using var health = JsonDocument.Parse(await client.GetStringAsync("/api/health"));

        health.RootElement.GetProperty("warnings").EnumerateArray().Select(static w => w.GetString()).Should().Equal("UNLISTED_PROXY");
        health.RootElement.GetProperty("status").GetString().Should().Be("ok");
        host.Seen.Last(static s => s.Path == "/api/health").From.Should().Be("127.0.0.1", "it is not believed");
        host.Log.All.Where(static l => l.Contains("ProxyUnlisted", StringComparison.Ordinal) && !l.StartsWith("Debug", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().StartWith("Warning").And.NotContain("127.0.0.");
    }

    public static async Task ReloadCutsNobodyOffAsync(Func<Uri, Task<ProxyProcess>> start)
    {
        await using var host = await ProxiedHost.StartAsync(Listed);
        await using var proxy = await start(host.Address);
        using var client = proxy.Client();
        using var socket = await ConnectAsync(proxy, client, origin: proxy.Url);
        await UntilAsync(socket, "price_update");

        for (var i = 0; i < 3; i++)
        {
            proxy.Reload();
            for (var n = 0; n < 50; n++)
            {
                // A connection each: those are what a reload could turn away.
                using var fresh = proxy.Client();
                (await fresh.GetAsync("/api/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
            }

            await UntilAsync(socket, "price_update");
        }

        using var next = await ConnectAsync(proxy, client, origin: null);
        await UntilAsync(next, "price_update");
    }

    public static async Task<string> UntilEventAsync(StreamReader reader, string name)
    {
        var found = false;
        while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (found && line.StartsWith("data:", StringComparison.Ordinal))
            {
                return line;
            }

            found |= line == "event: " + name;
        }

        throw new EndOfStreamException($"The stream ended without {name}.");
    }

    private static async Task<ClientWebSocket> ConnectAsync(ProxyProcess proxy, HttpClient client, string? origin)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{proxy.Secure}/api/stream/ws?symbols=AAPL&interval=250"), client, CancellationToken.None).WaitAsync(Patience);
        return socket;
    }

    private static async Task UntilAsync(ClientWebSocket socket, string type)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(Patience);
            got.MessageType.Should().Be(WebSocketMessageType.Text);
            if (Encoding.UTF8.GetString(buffer, 0, got.Count).Contains($"\"type\":\"{type}\"", StringComparison.Ordinal))
            {
                return;
            }
        }
    }
}
