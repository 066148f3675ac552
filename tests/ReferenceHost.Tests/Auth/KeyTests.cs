using System.Net;
using System.Net.WebSockets;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;
using static ReferenceHost.Tests.Auth.KeyedHost;

namespace ReferenceHost.Tests.Auth;

/// <summary>Keys, seen from outside: what each scope opens, and what is left of a key that is revoked.</summary>
public sealed class KeyTests
{
    [Fact]
    public async Task Scopes_OpenWhatTheySay()
    {
        await using var host = await StartAsync();
        var (read, write, operate) = (await host.AddKeyAsync("reader", "read"), await host.AddKeyAsync("writer", "read,write"), await host.AddKeyAsync("oncall", "operate"));
        (HttpMethod Method, string Path, object? Body, HttpStatusCode Nobody, HttpStatusCode Reader, HttpStatusCode Writer, HttpStatusCode Operator)[] cases =
        [
            (HttpMethod.Get, "/api/health/live", null, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK),
            (HttpMethod.Get, "/api/health/ready", null, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK),
            (HttpMethod.Get, "/", null, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK),
            (HttpMethod.Get, "/api/health", null, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Get, "/api/metrics", null, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Get, "/api/config", null, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Get, "/api/market?symbol=AAPL", null, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Post, "/api/market", new { symbols = new[] { "AAPL" } }, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Get, "/api/stream/poll?symbols=AAPL", null, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Get, "/api/workspaces", null, HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Post, "/api/workspaces", new { title = "a", data = new { } }, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Delete, "/api/workspaces/none", null, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Put, "/api/preferences", new { streamMode = "sse" }, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (HttpMethod.Get, "/api/operator", null, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK),
            (HttpMethod.Delete, "/api/operator/cache", null, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK),
            (HttpMethod.Get, "/api/nothing", null, HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Forbidden),
        ];

        foreach (var c in cases)
        {
            Task<HttpAnswer> Ask(params (string, string)[] headers) =>
                host.Client.AskAsync(c.Method, c.Path, c.Body is null ? null : HttpClientExtensions.Json(c.Body), headers);
            var statuses = new[] { (await Ask()).Status, (await Ask(Bearer(read))).Status, (await Ask(Bearer(write))).Status, (await Ask(Bearer(operate))).Status };
            statuses.Should().Equal([c.Nobody, c.Reader, c.Writer, c.Operator], $"{c.Method} {c.Path}");
        }
    }

    [Fact]
    public async Task Refusals_AreProblemsWithTheHeadersOfAnyAnswer()
    {
        await using var host = await StartAsync();
        var key = await host.AddKeyAsync("reader", "read");

        var stranger = await host.Client.AskAsync("/api/market?symbol=AAPL");
        var guest = await host.Client.PostJsonAsync("/api/workspaces", new { title = "a", data = new { } }, Bearer(key));

        foreach (var (answer, status, code) in new[] { (stranger, 401, "UNAUTHENTICATED"), (guest, 403, "FORBIDDEN") })
        {
            ((int)answer.Status).Should().Be(status);
            answer.ContentType.Should().Be("application/problem+json");
            answer.Json.GetProperty("code").GetString().Should().Be(code);
            answer.Json.GetProperty("error").GetString().Should().NotBeNullOrEmpty();
            answer.CacheControl.Should().Be("no-store");
            answer.Header("X-Content-Type-Options").Should().Be("nosniff");
            answer.Header("X-Frame-Options").Should().Be("DENY");
            answer.Header("Referrer-Policy").Should().Be("no-referrer");
            answer.Header("Content-Security-Policy").Should().Contain("default-src 'none'");
        }

        stranger.Header("WWW-Authenticate").Should().Be("Bearer");
        guest.Json.GetProperty("error").GetString().Should().Contain("write");
    }

    [Fact]
    public async Task Answers_ToASignedInCaller_AreHisAlone()
    {
        await using var host = await StartAsync();
        var key = await host.AddKeyAsync("reader", "read");

        var answer = await host.Client.AskAsync("/api/market?symbol=AAPL", Bearer(key));

        answer.CacheControl.Should().StartWith("private").And.NotContain("s-maxage");
        answer.Header("CDN-Cache-Control").Should().BeNull();
    }

    [Fact]
    public async Task Documents_BelongToTheKeysName()
    {
        await using var host = await StartAsync();
        var (ann, bob) = (await host.AddKeyAsync("ann", "read,write"), await host.AddKeyAsync("bob", "read,write"));
        (await host.Client.PostJsonAsync("/api/workspaces", new { title = "Ann1", data = new { } }, Bearer(ann))).Status.Should().Be(HttpStatusCode.OK);

        (await host.Client.AskAsync("/api/workspaces", Bearer(bob))).Text.Should().NotContain("Ann1");
        (await host.RunAsync("key", "revoke", "ann")).Code.Should().Be(0);
        var next = await host.AddKeyAsync("ann", "read");
        (await host.Client.AskAsync("/api/workspaces", Bearer(next))).Text.Should().Contain("Ann1");
    }

    [Fact]
    public async Task Revoked_OpensNothingAndItsStreamsEnd()
    {
        await using var host = await StartAsync();
        var key = await host.AddKeyAsync("reader", "read");
        await using var socket = await StreamSocket.ConnectAsync(host.Process.Address, "?symbols=AAPL", headers: Bearer(key));
        await socket.ReceiveUpdateAsync("AAPL");

        (await host.RunAsync("key", "revoke", "reader")).Output.Should().Contain("Revoked reader");

        (await socket.ReceiveCloseAsync()).Should().Be(WebSocketCloseStatus.PolicyViolation);
        socket.Socket.CloseStatusDescription.Should().Be("Access to this stream has ended.");
        (await host.Client.AskAsync("/api/config", Bearer(key))).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Secret_IsPrintedOnceAndKeptNowhere()
    {
        using var folder = new ContentFolder();
        var made = await HostProcess.RunAsync(folder: folder, args: ["key", "add", "ci", "--scopes=read"]);
        var key = made.Output.Trim();
        var secret = key[(key.LastIndexOf('_') > 20 ? key.IndexOf('_', 8) + 1 : 20)..];

        made.Code.Should().Be(0, made.Error);
        key.Should().MatchRegex("^madlab_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$", "the standard output is the key and nothing else");
        made.Error.Should().Contain("only time").And.NotContain(secret);
        var listed = await HostProcess.RunAsync(folder: folder, args: ["key", "list"]);
        listed.Output.Should().Contain("ci\tread\t").And.NotContain(secret);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)).Should().NotContain(secret, file);
        }
    }

    [Theory]
    [InlineData("key", "is used as 'key")]
    [InlineData("key add", "name is missing")]
    [InlineData("key add a/b", "key's name")]
    [InlineData("key add a --scopes admin", "--scopes is 'admin'")]
    [InlineData("key add a --scopes", "--scopes is ''")]
    [InlineData("key add a --days 0", "--days is '0'")]
    [InlineData("key revoke nobody", "no key 'nobody'")]
    [InlineData("key lend a", "nothing that is done to keys")]
    public async Task Verb_UsedWrongly_SaysHowItIsUsed(string line, string said)
    {
        using var folder = new ContentFolder();

        var end = await VerbRun.RunAsync(new Dictionary<string, string?>(), folder, line.Split(' '));

        end.Code.Should().Be(2);
        end.Error.TrimEnd().Should().Contain(said).And.NotContain("\n");
    }

    [Fact]
    public async Task Name_IsGivenOnceUntilItIsRevoked()
    {
        using var folder = new ContentFolder();
        var none = new Dictionary<string, string?>();
        (await VerbRun.RunAsync(none, folder, "key", "add", "ci")).Code.Should().Be(0);

        (await VerbRun.RunAsync(none, folder, "key", "add", "ci")).Error.Should().Contain("There is a key 'ci' already");
        (await VerbRun.RunAsync(none, folder, "key", "revoke", "ci")).Code.Should().Be(0);
        (await VerbRun.RunAsync(none, folder, "key", "revoke", "ci")).Code.Should().Be(2);
        (await VerbRun.RunAsync(none, folder, "key", "list")).Output.Should().BeEmpty();
        (await VerbRun.RunAsync(none, folder, "key", "add", "ci", "--days", "30")).Code.Should().Be(0);
        (await VerbRun.RunAsync(none, folder, "key", "list")).Output.Should().Contain("ends ");
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer madlab_")]
    [InlineData("Bearer madlab_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.e30.")]
    public async Task Header_ThatIsNoKey_IsRefused(string header)
    {
        await using var host = await StartAsync();
        await host.AddKeyAsync("reader", "read");

        (await host.Client.AskAsync("/api/config", ("Authorization", header))).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Start_WithKeysAndNoDatabase_IsRefused()
    {
        var end = await HostProcess.RunAsync(new Dictionary<string, string?> { ["MadLab__Auth__ApiKeys"] = "true", ["NEXT_PUBLIC_DB_MODE"] = "memory" });

        end.Code.Should().Be(2);
        end.Error.Should().Contain("MadLab:Auth:ApiKeys").And.Contain("DATABASE_URL");
    }
}
