using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class WebSocketHandshakeTests
{
    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("garbage", 403)]
    [InlineData("https://APP.example.com", 101)]
    [InlineData("https://app.example.com:444", 403)]
    [InlineData("http://127.0.0.1:PORT", 101)]
    [InlineData("http://127.0.0.1:1", 403)]
    public async Task Origin_Any_SameHostAndTheListOnly(string origin, int status)
    {
        await using var host = await StreamHost.StartAsync(options: o => o.AllowedOrigins.Add("https://app.example.com/"));

        (await HandshakeAsync(host, origin.Replace("PORT", $"{host.Address.Port}", StringComparison.Ordinal))).Status.Should().Be((HttpStatusCode)status);
    }

    [Fact]
    public async Task Origin_StarAllowed_AllPass()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.AllowedOrigins.Add("*"));

        (await HandshakeAsync(host, "https://evil.example")).Status.Should().Be(HttpStatusCode.SwitchingProtocols);
    }

    [Theory]
    [InlineData(false, 101)]
    [InlineData(true, 403)]
    public async Task Origin_Missing_PassesUnlessOneIsRequired(bool required, int status)
    {
        await using var host = await StreamHost.StartAsync(options: o => o.RequireOrigin = required);

        (await HandshakeAsync(host, null)).Status.Should().Be((HttpStatusCode)status);
    }

    [Fact]
    public async Task Origin_RefusedAlsoWhenTheHostsOwnMiddlewareRanBefore()
    {
        await using var host = await StreamHost.StartAsync(before: app => app.UseWebSockets());

        (await HandshakeAsync(host, "https://evil.example")).Status.Should().Be(HttpStatusCode.Forbidden);
        (await HandshakeAsync(host, null)).Status.Should().Be(HttpStatusCode.SwitchingProtocols);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(10, 1)]
    public async Task Connect_PastACap_503WithRetryAfterUntilOneLeaves(int max, int perAddress)
    {
        await using var host = await StreamHost.StartAsync(options: o =>
        {
            o.MaxConnections = max;
            o.MaxConnectionsPerAddress = perAddress;
            o.FeedLinger = TimeSpan.Zero;
        });
        await using (var first = await host.ConnectAsync("?symbols=AAPL"))
        {
            await first.NextAsync("open");

            var refused = await HandshakeAsync(host, null);

            refused.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
            refused.Headers!.Should().ContainKey("Retry-After");
            await first.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
            await host.Feed.WhenClosed("AAPL");
        }

        // The place is given back a moment after the upstream: the request is at its end then.
        HttpStatusCode status;
        do
        {
            status = (await HandshakeAsync(host, null)).Status;
        }
        while (status == HttpStatusCode.ServiceUnavailable && host.Status.Connections > 0);

        status.Should().Be(HttpStatusCode.SwitchingProtocols);
    }

    [Fact]
    public async Task Get_WithoutUpgrade_426NamesTheProtocol()
    {
        await using var host = await StreamHost.StartAsync();

        using var response = await host.Http.GetAsync("/api/stream/ws");

        response.StatusCode.Should().Be(HttpStatusCode.UpgradeRequired);
        response.Headers.Upgrade.ToString().Should().Be("websocket");
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("code").GetString().Should().Be("UPGRADE_REQUIRED");
    }

    [Fact]
    public async Task Get_OtherWebSocketVersion_426NamesOurs()
    {
        await using var host = await StreamHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/stream/ws");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.ParseAdd("websocket");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.Add("Sec-WebSocket-Version", "8");

        using var response = await host.Http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.UpgradeRequired);
        response.Headers.GetValues("Sec-WebSocket-Version").Should().Equal("13");
    }

    [Theory]
    [InlineData("/api/stream/ws", "POST")]
    [InlineData("/api/stream/ws", "HEAD")]
    [InlineData("/api/stream", "HEAD")]
    [InlineData("/api/stream", "POST")]
    [InlineData("/api/stream/poll?symbols=AAPL", "HEAD")]
    [InlineData("/api/stream/poll?symbols=AAPL", "DELETE")]
    [InlineData("/pages/api/stream", "HEAD")]
    public async Task Request_WrongMethod_405WithAllow(string path, string method)
    {
        await using var host = await StreamHost.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await host.Http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Should().Contain("GET");
    }

    [Fact]
    public async Task Connect_OverHttp2_Works()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 5), protocols: HttpProtocols.Http2);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var client = await WsClient.ConnectAsync(
            host.Address,
            "/api/stream/ws?symbols=AAPL&interval=25",
            o =>
            {
                o.HttpVersion = HttpVersion.Version20;
                o.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            },
            invoker);

        (await client.NextPriceAsync("AAPL")).Should().Be(5);
        host.Feed.Publish("AAPL", 6);
        (await client.NextPriceAsync("AAPL")).Should().Be(6);
        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        client.Socket.CloseStatus.Should().Be(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task Connect_CompressionOffered_NotTaken()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = await host.ConnectAsync(options: o =>
        {
            o.DangerousDeflateOptions = new WebSocketDeflateOptions();
            o.CollectHttpResponseDetails = true;
        });

        client.Socket.HttpResponseHeaders!.Should().NotContainKey("Sec-WebSocket-Extensions");
    }

    private static async Task<(HttpStatusCode Status, IReadOnlyDictionary<string, IEnumerable<string>>? Headers)> HandshakeAsync(StreamHost host, string? origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        try
        {
            await socket.ConnectAsync(new UriBuilder(new Uri(host.Address, "/api/stream/ws")) { Scheme = "ws" }.Uri, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (WebSocketException)
        {
            // Refused: the status below says how.
            socket.HttpStatusCode.Should().NotBe(HttpStatusCode.SwitchingProtocols);
        }

        return (socket.HttpStatusCode, socket.HttpResponseHeaders);
    }
}
