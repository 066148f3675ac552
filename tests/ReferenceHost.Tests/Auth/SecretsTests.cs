using System.Net.Sockets;
using System.Text;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;
using static ReferenceHost.Tests.Auth.KeyedHost;

namespace ReferenceHost.Tests.Auth;

/// <summary>Plants secrets wherever a host has some, makes it talk as much as it can, and looks for them in all that it said.</summary>
public sealed class SecretsTests
{
    private const string Planted = "hunter2-planted";

    [Fact]
    public async Task AllThatAHostSays_HoldsNoSecret()
    {
        await using var host = await StartAsync(
            ("Logging__LogLevel__Default", "Trace"),
            ("Logging__LogLevel__Microsoft", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Trace"),
            ("Logging__LogLevel__Microsoft.EntityFrameworkCore", "Trace"),
            ("MadLab__Providers__alphavantage__Key", Planted),
            ("MadLab__Providers__alphavantage__Address", "http://127.0.0.1:9"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=" + Planted));
        var key = await host.AddKeyAsync("all", "read,write,operate");
        var secret = key[^43..];
        var said = new StringBuilder();

        var origin = host.Process.Address.GetLeftPart(UriPartial.Authority);
        var session = await host.Client.PostJsonAsync("/api/session", new { key }, ("Origin", origin));
        var cookie = session.Header("Set-Cookie")!.Split(';')[0].Split('=')[1];
        said.Append(session.Text);
        var ticket = (await host.Client.AskAsync(HttpMethod.Post, "/api/tickets", null, Bearer(key))).Json.GetProperty("ticket").GetString()!;
        foreach (var path in new[]
        {
            "/", "/index.json", "/openapi/v1.json", "/api/config", "/api/health", "/api/metrics", "/api/metrics?format=prometheus", "/api/market?symbol=AAPL", "/api/market/providers", "/api/market/search?q=app",
            "/api/market?symbol=AAPL&provider=alphavantage", "/api/operator", "/api/workspaces", "/api/templates", "/api/preferences", "/api/session", "/nothing", "/api/market?symbol=..",
            $"/api/stream/poll?symbols=AAPL&ticket={ticket}", $"/api/stream/poll?symbols=AAPL&ticket={ticket}",
        })
        {
            var answer = await host.Client.AskAsync(path, path.Contains("ticket", StringComparison.Ordinal) ? [] : [Bearer(key), ("Cookie", "madlab=" + cookie)]);
            said.Append(answer.Text).Append(string.Join('\n', answer.Headers.NonValidated.Select(h => $"{h.Key}: {h.Value}")));
        }

        (await host.Client.AskAsync("/api/config", Bearer(key[..^1] + (key[^1] == 'A' ? 'B' : 'A')))).Text.Should().NotContain(secret);
        await using (var socket = await StreamSocket.ConnectAsync(host.Process.Address, "?symbols=AAPL", headers: Bearer(key)))
        {
            said.Append(await socket.ReceiveAsync("open"));
        }

        var end = await host.Process.StopAsync();
        said.Append(end.Output).Append(end.Error);

        end.Output.Should().Contain("trce: ", "the host was to say all it can");
        said.ToString().Should().Contain("\"alphavantage\"");
        foreach (var hidden in new[] { Planted, secret, cookie[..40], ticket })
        {
            said.ToString().Should().NotContain(hidden);
        }
    }

    [Fact]
    public async Task DatabasePassword_OfADatabaseThatIsAway_IsNowhere()
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = $"postgresql://lab:{Planted}@127.0.0.1:9/lab?connect_timeout=1",
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "Trace",
        });
        var health = await Eventually.AskAsync(() => host.Client.AskAsync("/api/health"), static h => h.Json.GetProperty("db").GetString() == "down");
        var documents = await host.Client.AskAsync("/api/workspaces");

        var end = await host.StopAsync();

        foreach (var text in new[] { health.Text, documents.Text, end.Output, end.Error })
        {
            text.Should().NotContain(Planted);
        }
    }

    [Fact]
    public async Task Logs_AboveDebug_NameNoAddressAndNoOwner()
    {
        const string Visitor = "127.77.66.55";
        await using var host = await StartAsync(("MadLab__Streaming__MaxConnectionsPerAddress", "1"), ("MadLab__Market__RateLimit__Burst", "100"), ("Logging__LogLevel__Default", "Information"));
        var key = await host.AddKeyAsync("ann", "read,write,operate");
        using var client = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(Visitor), 0));
                await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = host.Process.Address };

        await using (var open = await EventStream.OpenAsync(client, "/api/stream?symbols=AAPL&ticket=" + (await client.AskAsync(HttpMethod.Post, "/api/tickets", null, Bearer(key))).Json.GetProperty("ticket").GetString()))
        {
            await open.ReadAsync("price_update");
            await client.AskAsync("/api/stream?symbols=AAPL", Bearer(key));
        }

        await client.PostJsonAsync("/api/workspaces", new { title = "a", data = new { } }, Bearer(key));
        await client.PutJsonAsync("/api/operator/live-data", new { enabled = false }, Bearer(key));
        await client.AskAsync("/api/config");
        for (var i = 0; i < 5; i++)
        {
            await client.PostJsonAsync("/api/market", new { symbols = Enumerable.Range(0, 60).Select(n => $"S{i}X{n}").ToArray() }, Bearer(key));
        }

        var end = await host.Process.StopAsync();

        end.Output.Should().Contain("MadLab.Audit").And.NotContain(Visitor).And.NotContain("key:ann");
        end.Error.Should().NotContain(Visitor);
        foreach (var owner in await OwnersAsync(host))
        {
            end.Output.Should().NotContain(owner);
        }
    }

    private static async Task<IReadOnlyList<string>> OwnersAsync(KeyedHost host)
    {
        var export = await host.RunAsync("export", host.Folder.Of("all.json"));
        export.Code.Should().Be(0, export.Error);
        List<string> owners = [];
        foreach (var line in await File.ReadAllLinesAsync(host.Folder.Of("all.json")))
        {
            foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(line, "[0-9a-f]{64}"))
            {
                owners.Add(match.Value);
            }
        }

        owners.Should().NotBeEmpty("the documents have an owner");
        return owners;
    }
}
