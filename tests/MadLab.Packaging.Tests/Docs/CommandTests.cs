using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using MadLab.Packaging.Tests.Embedding;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Docs;

/// <summary>The commands that the README shows work against the reference host that it starts.</summary>
public sealed partial class CommandTests(CommandTests.ReferenceHost host) : IClassFixture<CommandTests.ReferenceHost>
{
    // What a command must have printed before it counts as working; a stream never ends by itself.
    private static readonly (string Path, string Proof)[] Proofs =
    [
        ("/api/stream/ws", "\"type\":\"price_update\""),
        ("/api/stream/poll", "\"cursor\""),
        ("/api/stream", "event: price_update"),
        ("type=kpis", "\"changePercent\""),
        ("type=volcone", "\"windows\""),
        ("type=vol", "\"impliedVol\""),
        ("type=quality", "\"issuesFound\""),
        ("type=info", "\"timeZone\""),
        ("type=correlation", "\"matrix\""),
        ("format=csv", "date,open,high,low,close,volume,isFinal"),
        ("/api/market/providers", "\"capabilities\""),
        ("/api/market/search", "\"AAPL\""),
        ("/api/market", "\"close\""),
        ("/api/workspaces", "\"workspace"),
        ("/api/health", "\"status\""),
        ("/api/metrics", "madlab"),
        ("/openapi/", "\"paths\""),
    ];

    public static TheoryData<string> CurlLines => [.. Curls()];

    [Fact]
    public void Readme_ShowsPricesEventsAndAWebSocket()
    {
        var lines = Curls().ToList();

        lines.Should().Contain(line => line.Contains("/api/market")).And.Contain(line => line.Contains("/api/stream?")).And.Contain(line => line.Contains("/api/stream/ws"));
    }

    [Fact]
    public void Readme_ShowsTheTwoCommands()
    {
        var shown = Snippet.All.Where(s => s.File == "README.md" && s.Language == "sh").SelectMany(s => s.Code.Split('\n')).Select(line => line.Split(" #")[0].Trim()).ToList();

        shown.Should().Contain("dotnet run --project samples/ReferenceHost").And.Contain("./test.sh");
        File.Exists(Repository.PathOf("test.sh")).Should().BeTrue();
        File.Exists(Repository.PathOf("samples", "ReferenceHost", "ReferenceHost.csproj")).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(CurlLines))]
    public async Task Curl_OfThePages_GetsAnAnswer(string line)
    {
        var proof = Proofs.First(p => line.Contains(p.Path, StringComparison.Ordinal)).Proof;
        var command = line.Replace("localhost:5000", host.App.Address.Authority, StringComparison.Ordinal);
        using var shell = Command.Start("sh", Path.GetTempPath(), info =>
        {
            info.ArgumentList.Add("-c");
            info.ArgumentList.Add("exec " + command);
            info.Environment["no_proxy"] = "*";
        });
        try
        {
            var said = await ReadUntilAsync(shell.StandardOutput, proof);

            said.Should().Contain(proof, $"`{line}` is what the page promises");
        }
        finally
        {
            if (!shell.HasExited)
            {
                shell.Kill(entireProcessTree: true);
            }
        }
    }

    [Fact]
    public async Task BrowserLine_OfTheReadme_OpensTheWebSocket()
    {
        var code = Snippet.All.Single(s => s.File == "README.md" && s.Language == "js").Code;
        var address = WebSocketAddress().Match(code).Groups["path"].Value;

        using var socket = await host.App.ConnectAsync(address);

        (await socket.ReceiveAsync("price_update")).GetProperty("data").GetProperty("price").GetDecimal().Should().BePositive();
    }

    private static IEnumerable<string> Curls() =>
        Snippet.All.Where(s => s.Language == "sh" && !s.IsLeftOut)
            .SelectMany(s => s.Code.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("curl ", StringComparison.Ordinal) && line.Contains("localhost:5000", StringComparison.Ordinal))
            .Distinct();

    private static async Task<string> ReadUntilAsync(StreamReader reader, string proof)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var text = new StringBuilder();
        var buffer = new char[4096];
        int read;
        while ((read = await reader.ReadAsync(buffer, patience.Token)) > 0)
        {
            text.Append(buffer, 0, read);
            if (text.ToString().Contains(proof, StringComparison.Ordinal))
            {
                break;
            }
        }

        return text.ToString();
    }

    [GeneratedRegex(@"new WebSocket\(.ws://localhost:5000(?<path>[^'""]+)")]
    private static partial Regex WebSocketAddress();

    /// <summary>The reference host, on data of its own making and with documents in memory.</summary>
    public sealed class ReferenceHost : IAsyncLifetime
    {
        internal AppProcess App { get; private set; } = null!;

        public async Task InitializeAsync() =>
            App = await AppProcess.StartAsync(Path.Combine(AppContext.BaseDirectory, "ReferenceHost.dll"), "--MadLab:Persistence:Mode", "memory");

        public Task DisposeAsync() => App is null ? Task.CompletedTask : App.DisposeAsync().AsTask();
    }
}
