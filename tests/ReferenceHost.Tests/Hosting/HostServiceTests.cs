using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

/// <summary>The service as a whole, from outside.</summary>
public sealed class HostServiceTests
{
    [Fact]
    public async Task Run_NothingSet_KeepsDocumentsInAFileOfItsOwn()
    {
        using var folder = new ContentFolder();
        string id;
        await using (var host = await HostProcess.StartAsync(folder: folder))
        {
            var config = await GetAsync(host, "/api/config");
            config.GetProperty("dbMode").GetString().Should().Be("db");
            config.GetProperty("durable").GetBoolean().Should().BeTrue();
            using var answer = await host.Client.PostAsJsonAsync("/api/workspaces", new { title = "Mine", data = new { a = 1 } });
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("workspace").GetProperty("id").GetString()!;
            var exit = await host.StopAsync();
            exit.Code.Should().Be(0);
            exit.Error.Should().BeEmpty();
        }

        File.Exists(folder.Of("data/madlab.db")).Should().BeTrue();
        await using (var again = await HostProcess.StartAsync(folder: folder))
        {
            var workspace = (await GetAsync(again, $"/api/workspaces?id={id}")).GetProperty("workspace");
            workspace.GetProperty("title").GetString().Should().Be("Mine");
        }
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("off")]
    [InlineData("mock")]
    public async Task Run_MemoryMode_WritesNoFile(string mode)
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["NEXT_PUBLIC_DB_MODE"] = mode });

        var config = await GetAsync(host, "/api/config");

        config.GetProperty("dbMode").GetString().Should().Be("memory");
        config.GetProperty("durable").GetBoolean().Should().BeFalse();
        Directory.EnumerateFileSystemEntries(host.Folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task Run_DatabaseUrl_UsesThatFile()
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = "file:./my%20docs/dev.db?connection_limit=1&flavour=hunter2",
        });

        (await GetAsync(host, "/api/config")).GetProperty("dbMode").GetString().Should().Be("db");

        File.Exists(host.Folder.Of("my docs/dev.db")).Should().BeTrue();
        host.Output.Should().Contain("flavour").And.NotContain("hunter2");
    }

    [Fact]
    public async Task Run_SettingInSeveralPlaces_FollowsTheDocumentedOrder()
    {
        using var folder = new ContentFolder();
        folder.Write("appsettings.json", """{"MadLab":{"WsUrl":"/settings","PollingIntervalMs":7000}}""");
        var environment = new Dictionary<string, string?>();
        (await WsUrlAsync()).Should().Be("/settings");

        environment["NEXT_PUBLIC_WS_URL"] = "/variable";
        (await WsUrlAsync()).Should().Be("/variable");

        environment["MadLab__WsUrl"] = "/prefixed";
        (await WsUrlAsync()).Should().Be("/prefixed");

        (await WsUrlAsync("--MadLab:WsUrl", "/line")).Should().Be("/line");

        async Task<string?> WsUrlAsync(params string[] args)
        {
            await using var host = await HostProcess.StartAsync(environment, folder, args);
            var config = await GetAsync(host, "/api/config");
            config.GetProperty("pollingIntervalMs").GetInt32().Should().Be(7000);
            return config.GetProperty("wsUrl").GetString();
        }
    }

    [Fact]
    public async Task Run_LiveDataDisabled_SaysSoAndRefusesWhatIsNotCached()
    {
        // Off when anything says off: the setting that wins over other variables does not win over this one.
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?>
        {
            ["DISABLE_LIVE_DATA"] = "true", ["MadLab__Market__LiveData"] = "true",
        });

        (await GetAsync(host, "/api/config")).GetProperty("liveData").GetBoolean().Should().BeFalse();
        using var answer = await host.Client.GetAsync("/api/market?symbol=AAPL");

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().Should().Be("LIVE_DATA_DISABLED");
    }

    [Fact]
    public async Task Run_RateLimit_IsOnByDefaultAndCanBeLifted()
    {
        var symbols = string.Join(',', Enumerable.Range(0, 50).Select(i => $"S{i}"));
        await using (var host = await HostProcess.StartAsync())
        {
            (await StatusesAsync(host)).Should().Contain(HttpStatusCode.TooManyRequests);
        }

        await using (var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["DISABLE_RATE_LIMIT"] = "1" }))
        {
            (await StatusesAsync(host)).Should().NotContain(HttpStatusCode.TooManyRequests);
        }

        // 600 symbols at once, three times the burst; the refill is 50 a second.
        async Task<HttpStatusCode[]> StatusesAsync(HostProcess host) =>
            await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
            {
                using var answer = await host.Client.GetAsync($"/api/market?symbols={symbols}&type=kpis");
                return answer.StatusCode;
            }));
    }

    [Fact]
    public async Task Run_LeanFolder_TakesThePlaceOfTheDemonstration()
    {
        using var folder = new ContentFolder();
        Directory.CreateDirectory(folder.Of("lean/equity/usa/daily"));
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["MADLAB_LEAN_DATA"] = folder.Of("lean") });

        var providers = await GetAsync(host, "/api/market/providers");

        providers.EnumerateArray().Select(p => p.GetProperty("name").GetString()).Should().Equal("lean");
    }

    [Fact]
    public async Task Run_ProviderNotRegistered_IsAWarning()
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["MadLab__Providers__acme__Enabled"] = "true" });

        host.Output.Split('\n').Should().ContainSingle(l => l.Contains("acme")).Which.Should().Contain("warn");
    }

    [Fact]
    public async Task Run_Log_IsOneLineAnEventWithoutStatements()
    {
        await using var host = await HostProcess.StartAsync();
        using var answer = await host.Client.PostAsJsonAsync("/api/workspaces", new { title = "Mine", data = new { } });

        var exit = await host.StopAsync();

        exit.Output.TrimEnd('\n').Split('\n').Should().OnlyContain(l => l.Length > 24 && l[4] == '-' && l[23] == 'Z');
        exit.Output.Should().NotContain("DbCommand").And.NotContain("INSERT");
    }

    private static async Task<JsonElement> GetAsync(HostProcess host, string path)
    {
        using var answer = await host.Client.GetAsync(path);
        answer.StatusCode.Should().Be(HttpStatusCode.OK, path);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
