using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using MadLab.Tool.Tests.Support;
using Xunit;

namespace MadLab.Tool.Tests;

/// <summary>Each check on a host that is well, and on one that something is wrong with.</summary>
public sealed class CheckTests(CheckTests.Host shared) : IClassFixture<CheckTests.Host>
{
    private static readonly string[] All =
        ["tls", "health", "schema", "data", "backup", "proxy", "clock", "version", "metrics", "market", "caching", "websocket", "events", "polling", "headers", "sign-in"];

    [Fact]
    public async Task Host_ThatIsWell_HasWarningsAndExitCode0()
    {
        var run = await ToolRun.OfAsync("check", shared.Lab.Url, "--json");

        run.Code.Should().Be(0, run.Output);
        run.Json.GetProperty("result").GetString().Should().Be("warn");
        Checks(run).Keys.Should().Equal(All);
        Checks(run).Where(c => c.Value.Verdict == "warn").Select(c => c.Key).Should().Equal(["tls", "data", "backup", "sign-in"], "it is plain http on loopback with made-up prices");
        Checks(run).Where(c => c.Value.Verdict != "ok").Should().OnlyContain(c => c.Value.Cure != null);
    }

    [Fact]
    public async Task Table_SaysTheSameForPeople()
    {
        var run = await ToolRun.OfAsync("check", shared.Lab.Url);

        run.Code.Should().Be(0);
        foreach (var name in All)
        {
            run.Output.Split('\n').Should().Contain(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        }

        run.Output.Should().Contain("0 failed").And.NotContain("\u001b", "a log has no colours");
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "health", "fail", "no provider is registered" },
        { "health-degraded", "warn", "served" },
        { "schema", "fail", "migrate --check" },
        { "schema-memory", "warn", "DATABASE_URL" },
        { "data", "warn", "live-data" },
        { "backup", "fail", "pg_dump" },
        { "proxy", "fail", "MadLab:Proxy:KnownProxies" },
        { "warning", "warn", "docs/operations.md" },
        { "clock-warn", "warn", "NTP" },
        { "clock", "fail", "NTP" },
        { "version", "warn", "dotnet tool update" },
        { "metrics", "fail", "MadLab" },
        { "metrics-text", "fail", "proxy" },
        { "market", "fail", "--symbol" },
        { "market-empty", "fail", "provider verify" },
        { "market-stale", "warn", "/api/market/providers" },
        { "caching-control", "fail", "proxy" },
        { "caching-tag", "fail", "proxy" },
        { "caching-vary", "fail", "proxy" },
        { "caching-status", "fail", "proxy" },
        { "caching-304", "fail", "proxy" },
        { "polling", "fail", "MadLab" },
        { "headers-sniff", "fail", "MadLab.Hosting" },
        { "headers-policy", "fail", "MadLab.Hosting" },
        { "headers-referrer", "fail", "MadLab.Hosting" },
        { "websocket", "fail", "Upgrade" },
        { "events", "fail", "path" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Fault_IsFoundAndHasACure(string fault, string verdict, string cure)
    {
        await using var proxy = await BadProxy.StartAsync(shared.Lab.Url, answer => Spoil(answer, fault));

        var run = await ToolRun.OfAsync("check", proxy.Url, "--json");

        var found = Checks(run)[fault.Split('-')[0]];
        found.Verdict.Should().Be(verdict, run.Output);
        found.Cure.Should().Contain(cure);
        run.Code.Should().Be(1, "this proxy never passes streams on");
    }

    [Fact]
    public async Task Ready_IsTheExitCode()
    {
        await using var proxy = await BadProxy.StartAsync(shared.Lab.Url, static answer => answer.Status = 503);

        (await ToolRun.OfAsync("ready", shared.Lab.Url)).Should().Be(new ToolRun(0, "ready\n", ""));
        (await ToolRun.OfAsync("ready", proxy.Url)).Should().Be(new ToolRun(1, "not ready: 503\n", ""));
        (await ToolRun.OfAsync("ready", "http://127.0.0.1:9")).Code.Should().Be(2);
    }

    [Fact]
    public async Task Events_HeldBackByAProxy_AreFound()
    {
        await using var proxy = await BadProxy.StartAsync(shared.Lab.Url, static _ => { }, holdsStreamsBack: true);

        var run = await ToolRun.OfAsync("check", proxy.Url, "--json");

        Checks(run)["events"].Cure.Should().Contain("proxy_buffering off");
        run.Code.Should().Be(1);
    }

    [Fact]
    public async Task HostWithASignIn_AsksForAKeyAndIsWellWithOne()
    {
        await using var host = await LabHost.StartAsync("--MadLab:Auth:ApiKeys", "true");
        var key = await host.AddKeyAsync("read");

        var without = await ToolRun.OfAsync("check", host.Url, "--json");
        var wrong = await ToolRun.WithKeyAsync(key[..^2] + "xx", "check", host.Url);
        var with = await ToolRun.WithKeyAsync(key, "check", host.Url, "--json");

        without.Code.Should().Be(1);
        Checks(without)["health"].Cure.Should().Contain("MADLAB_KEY");
        wrong.Code.Should().Be(1);
        (wrong.Output + wrong.Error).Should().NotContain(key[..^2]);
        with.Code.Should().Be(0, with.Output);
        Checks(with)["sign-in"].Verdict.Should().Be("ok");
        Checks(with)["caching"].Detail.Should().StartWith("private");
    }

    [Fact]
    public async Task Https_WithAnAuthorityOfOnesOwn_IsTrustedWhereItIsNamed()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var folder = Directory.CreateTempSubdirectory("madlab-tls-").FullName;
        try
        {
            var (pfx, pem) = (Path.Combine(folder, "host.pfx"), Path.Combine(folder, "ca.pem"));
            await File.WriteAllBytesAsync(pfx, certificate.Export(X509ContentType.Pfx));
            await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
            await using var host = await LabHost.StartAsync("--Kestrel:Endpoints:Secure:Url", "https://127.0.0.1:0", "--Kestrel:Endpoints:Secure:Certificate:Path", pfx);

            var stranger = await ToolRun.OfAsync("check", host.Url);
            var trusted = await ToolRun.OfAsync("check", host.Url, "--ca-file", pem, "--json");

            stranger.Code.Should().Be(2);
            stranger.Error.Should().Contain("certificate is not trusted").And.Contain("--ca-file");
            trusted.Code.Should().Be(0, trusted.Output);
            Checks(trusted)["tls"].Verdict.Should().Be("ok");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, (string Verdict, string Detail, string? Cure)> Checks(ToolRun run) =>
        run.Json.GetProperty("checks").EnumerateArray().ToDictionary(
            c => c.GetProperty("name").GetString()!,
            c => (c.GetProperty("verdict").GetString()!, c.GetProperty("detail").GetString()!, c.TryGetProperty("cure", out var cure) ? cure.GetString() : null));

    private static void Spoil(PassedAnswer answer, string fault)
    {
        switch (answer.Path.Split('?')[0])
        {
            case "/api/health":
                answer.Body = Health(JsonNode.Parse(answer.Body)!.AsObject(), fault).ToJsonString();
                break;
            case "/api/health/live" when fault.StartsWith("headers", StringComparison.Ordinal):
                answer.Headers.Remove(fault switch { "headers-sniff" => "X-Content-Type-Options", "headers-policy" => "Content-Security-Policy", _ => "Referrer-Policy" });
                break;
            case "/api/metrics" when fault == "metrics" && !answer.Path.Contains('?', StringComparison.Ordinal):
                answer.Body = "{}";
                break;
            case "/api/metrics" when fault == "metrics-text" && answer.Path.Contains('?', StringComparison.Ordinal):
                answer.Body += "<!-- seen by a proxy -->\n";
                break;
            case "/api/stream/poll" when fault == "polling":
                answer.Body = "{}";
                break;
            case "/api/market":
                Market(answer, fault);
                break;
        }
    }

    private static JsonObject Health(JsonObject health, string fault)
    {
        var (name, value) = fault switch
        {
            "health" => ("status", JsonValue.Create("error")),
            "health-degraded" => ("status", JsonValue.Create("degraded")),
            "schema" => ("db", JsonValue.Create("down")),
            "schema-memory" => ("dbMode", JsonValue.Create("memory")),
            "data" => ("liveData", JsonValue.Create(false)),
            "version" => ("version", JsonValue.Create("9.9.0")),
            "clock-warn" => ("time", (JsonNode)DateTimeOffset.UtcNow.AddSeconds(-20).ToString("O", CultureInfo.InvariantCulture)),
            "clock" => ("time", (JsonNode)DateTimeOffset.UtcNow.AddHours(1).ToString("O", CultureInfo.InvariantCulture)),
            "backup" => ("backup", JsonNode.Parse("""{"status":"failing"}""")!),
            "proxy" => ("warnings", JsonNode.Parse("""["UNLISTED_PROXY"]""")!),
            "warning" => ("warnings", JsonNode.Parse("""["SOMETHING_NEW"]""")!),
            _ => ("unknown", (JsonNode)"x"),
        };
        health[name] = value;
        if (fault == "data")
        {
            health["demo"] = false;
        }

        return health;
    }

    private static void Market(PassedAnswer answer, string fault)
    {
        switch (fault)
        {
            case "market":
                (answer.Status, answer.Body) = (502, """{"code":"UPSTREAM_INVALID"}""");
                break;
            case "market-empty":
                answer.Body = "[]";
                break;
            case "market-stale":
                answer.Headers["Cache-Status"] = "MadLab; hit; ttl=-5; detail=stale";
                break;
            case "caching-control":
                answer.Headers["Cache-Control"] = "no-cache";
                break;
            case "caching-tag":
                answer.Headers.Remove("ETag");
                break;
            case "caching-vary":
                answer.Headers.Remove("Vary");
                break;
            case "caching-status":
                answer.Headers.Remove("Cache-Status");
                break;
            case "caching-304" when answer.Status == 304:
                answer.Status = 200;
                break;
        }
    }

    /// <summary>A host that is well.</summary>
    public sealed class Host : IAsyncLifetime
    {
        internal LabHost Lab { get; private set; } = null!;

        public async Task InitializeAsync() => Lab = await LabHost.StartAsync("--MadLab:Market:RateLimit:Enabled", "false");

        public Task DisposeAsync() => Lab.DisposeAsync().AsTask();
    }
}
