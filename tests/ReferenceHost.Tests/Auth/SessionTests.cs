using System.Net;
using System.Net.WebSockets;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;
using static ReferenceHost.Tests.Auth.KeyedHost;

namespace ReferenceHost.Tests.Auth;

/// <summary>The cookie that a page gets for a key, and the ticket that a program gets.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task Cookie_IsOutOfReachOfScriptsAndOtherSites()
    {
        await using var host = await StartAsync();
        var signedIn = await SignInAsync(host, await host.AddKeyAsync("page", "read,write"));

        signedIn.Status.Should().Be(HttpStatusCode.OK);
        signedIn.Header("Set-Cookie")!.ToLowerInvariant().Should().Contain("httponly").And.Contain("samesite=strict").And.Contain("path=/").And.StartWith("madlab=");
        signedIn.Json.GetProperty("name").GetString().Should().Be("page");
        signedIn.Json.GetProperty("scopes").EnumerateArray().Select(s => s.GetString()).Should().Equal("read", "write");
        signedIn.CacheControl.Should().Be("no-store");
    }

    [Fact]
    public async Task Session_WorksOnAllTransportsAndOutlastsARestart()
    {
        await using var host = await StartAsync();
        var key = await host.AddKeyAsync("page", "read,write");
        var cookie = CookieOf(await SignInAsync(host, key));

        await host.StartAgainAsync();

        (await host.Client.AskAsync("/api/session", cookie)).Json.GetProperty("name").GetString().Should().Be("page");
        (await host.Client.AskAsync("/api/stream/poll?symbols=AAPL", cookie)).Status.Should().Be(HttpStatusCode.OK);
        (await host.Client.PostJsonAsync("/api/workspaces", new { title = "a", data = new { } }, cookie, Origin(host))).Status.Should().Be(HttpStatusCode.OK);
        await using var socket = await StreamSocket.ConnectAsync(host.Process.Address, "?symbols=AAPL", Origin(host).Value, cookie);
        await socket.ReceiveUpdateAsync("AAPL");

        (await host.RunAsync("key", "revoke", "page")).Code.Should().Be(0);
        (await socket.ReceiveCloseAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
        (await host.Client.AskAsync("/api/session", cookie)).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Cookie_SentForAnotherPage_CountsForNothing()
    {
        await using var host = await StartAsync();
        var cookie = CookieOf(await SignInAsync(host, await host.AddKeyAsync("page", "read,write")));
        var other = ("Origin", "http://other.example.com");

        (await host.Client.AskAsync("/api/session", cookie, other)).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await host.Client.PostJsonAsync("/api/workspaces", new { title = "a", data = new { } }, cookie, other)).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await host.Client.PostJsonAsync("/api/workspaces", new { title = "a", data = new { } }, cookie)).Status.Should().Be(HttpStatusCode.Unauthorized, "a browser names the page with every change");
        (await host.Client.AskAsync("/api/stream/ws", cookie, ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")))
            .Status.Should().Be(HttpStatusCode.Unauthorized, "and with every WebSocket");
        (await host.Client.PostJsonAsync("/api/session", new { key = "x" }, other)).Status.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task SignIn_WithWhatIsNoKey_IsRefusedInWords()
    {
        await using var host = await StartAsync();
        Task<HttpAnswer> Send(object body) => host.Client.PostJsonAsync("/api/session", body, Origin(host));

        (await Send(new { key = "hunter2" })).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await Send(new { key = 5 })).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Send(new { })).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Send("[]")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Send("{")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await Send(new { key = new string('x', 5000) })).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await host.Client.AskAsync(HttpMethod.Post, "/api/session", HttpClientExtensions.Bytes("key=x"u8.ToArray(), "application/x-www-form-urlencoded"), Origin(host)))
            .Status.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task SignOut_TakesTheCookieBack()
    {
        await using var host = await StartAsync();
        var cookie = CookieOf(await SignInAsync(host, await host.AddKeyAsync("page", "read")));

        var answer = await host.Client.RemoveAsync("/api/session", cookie, Origin(host));

        answer.Status.Should().Be(HttpStatusCode.NoContent);
        answer.Header("Set-Cookie").Should().StartWith("madlab=;").And.Contain("1970");
    }

    [Fact]
    public async Task Ticket_OpensOneStream()
    {
        await using var host = await StartAsync();
        var key = await host.AddKeyAsync("program", "read");
        var ticket = await TicketAsync(host, key);

        await using (var socket = await StreamSocket.ConnectAsync(host.Process.Address, $"?symbols=AAPL&ticket={ticket}"))
        {
            await socket.ReceiveUpdateAsync("AAPL");
        }

        (await host.Client.AskAsync($"/api/stream/poll?symbols=AAPL&ticket={ticket}")).Status.Should().Be(HttpStatusCode.Unauthorized, "it is good once");
        await using var events = await EventStream.OpenAsync(host.Client, $"/api/stream?ticket={await TicketAsync(host, key)}&symbols=MSFT");
        (await events.ReadAsync("open")).Data.Should().Contain("MSFT", "the rest of the query is left");
        (await host.Client.AskAsync("/api/stream/poll?symbols=AAPL&ticket=made-up")).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await host.Client.AskAsync("/api/stream/poll?symbols=AAPL&%74icket=made-up", Bearer(key))).Status.Should().Be(HttpStatusCode.Unauthorized, "a ticket is a ticket however it is written");
    }

    private static (string Name, string Value) Origin(KeyedHost host) => ("Origin", host.Process.Address.GetLeftPart(UriPartial.Authority));

    private static Task<HttpAnswer> SignInAsync(KeyedHost host, string key) => host.Client.PostJsonAsync("/api/session", new { key }, Origin(host));

    private static (string Name, string Value) CookieOf(HttpAnswer answer) => ("Cookie", answer.Header("Set-Cookie")!.Split(';')[0]);

    private static async Task<string> TicketAsync(KeyedHost host, string key) =>
        (await host.Client.AskAsync(HttpMethod.Post, "/api/tickets", null, Bearer(key))).Json.GetProperty("ticket").GetString()!;
}
