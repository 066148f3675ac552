using System.Net;
using FluentAssertions;
using Xunit;

namespace MadLab.Ops.Tests.Proxies;

/// <summary>Behind Debian's nginx with <c>ops/nginx/madlab.conf</c>.</summary>
public sealed class NginxTests
{
    private const string Prices = "/api/market?symbol=AAPL&range=1M";
    private static readonly string[] Short =
    [
        "--MadLab:Proxy:KnownProxies", "127.0.0.1", "--MadLab:Market:Prices:MaxAge", "00:00:01", "--MadLab:Market:Prices:SharedMaxAge", "00:00:01", "--MadLab:Market:LifetimeJitter", "0", "--MadLab:Market:EarlyRefresh", "1",
    ];

    [ToolFact("nginx")]
    public Task Streams_OfAllTransports_Pass() => ProxyContract.StreamsPassAsync(ProxyProcess.NginxAsync);

    [ToolFact("nginx")]
    public Task Addresses_AreTheClients() => ProxyContract.AddressesAreTheClientsAsync(ProxyProcess.NginxAsync);

    [ToolFact("nginx")]
    public Task Proxy_ThatIsNotListed_IsWarnedOf() => ProxyContract.UnlistedProxyIsWarnedOfAsync(ProxyProcess.NginxAsync);

    [ToolFact("nginx")]
    public Task Reload_CutsNobodyOff() => ProxyContract.ReloadCutsNobodyOffAsync(ProxyProcess.NginxAsync);

    [ToolFact("nginx")]
    public async Task Prices_AreKeptAsLongAsTheHostSays()
    {
        await using var host = await ProxiedHost.StartAsync("--MadLab:Proxy:KnownProxies", "127.0.0.1");
        await using var proxy = await ProxyProcess.NginxAsync(host.Address);
        using var client = proxy.Client();

        var (first, body) = await AskAsync(client);
        var (second, again) = await AskAsync(client);
        var (packed, _) = await AskAsync(client, "gzip");
        var (packedAgain, _) = await AskAsync(client, "gzip, deflate;q=0.5");

        (first, second).Should().Be(("MISS", "HIT"));
        again.Should().Be(body);
        (packed, packedAgain).Should().Be(("MISS", "HIT"), "each coding is kept once");
        host.Seen.Count(static s => s.Path == "/api/market").Should().Be(2, "two copies were fetched and no more");
        (await AskAsync(client, path: "/api/market?symbol=..")).Cache.Should().Be("MISS");
        (await AskAsync(client, path: "/api/market?symbol=..")).Cache.Should().Be("MISS", "an error is kept by nobody");
    }

    [ToolFact("nginx")]
    public async Task Prices_PastTheirTime_AreAskedForWithTheirTag()
    {
        await using var host = await ProxiedHost.StartAsync([.. Short, "--MadLab:Market:Prices:StaleWhileRevalidate", "0", "--MadLab:Market:Prices:StaleIfError", "0"]);
        await using var proxy = await ProxyProcess.NginxAsync(host.Address);
        using var client = proxy.Client();
        var (_, body) = await AskAsync(client);

        string again = "";
        await ProxyProcess.EventuallyAsync(async () =>
        {
            (var cache, again) = await AskAsync(client);
            return cache == "REVALIDATED";
        }, proxy);

        again.Should().Be(body);
        host.Seen.Should().Contain(static s => s.Path == "/api/market" && s.Status == 304);
    }

    [ToolFact("nginx")]
    public async Task Prices_PastTheirTime_AreAnsweredAtOnceAndFetchedBehindTheAnswer()
    {
        await using var host = await ProxiedHost.StartAsync([.. Short, "--MadLab:Market:Prices:StaleWhileRevalidate", "00:10:00"]);
        await using var proxy = await ProxyProcess.NginxAsync(host.Address);
        using var client = proxy.Client();
        await AskAsync(client);

        await ProxyProcess.EventuallyAsync(async () => (await AskAsync(client)).Cache == "STALE", proxy);
        var fetched = host.Seen.Count(static s => s.Path == "/api/market");
        await ProxyProcess.EventuallyAsync(async () => (await AskAsync(client)).Cache == "HIT", proxy);

        host.Seen.Count(static s => s.Path == "/api/market").Should().BeGreaterThanOrEqualTo(fetched).And.BeGreaterThan(1);
    }

    [ToolFact("nginx")]
    public async Task Answers_ToWhoIsSignedIn_AreKeptByNobody()
    {
        await using var host = await ProxiedHost.StartAsync("--MadLab:Proxy:KnownProxies", "127.0.0.1");
        await using var proxy = await ProxyProcess.NginxAsync(host.Address);
        using var client = proxy.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "some-key");

        (await AskAsync(client)).Cache.Should().Be("BYPASS");
        (await AskAsync(client)).Cache.Should().Be("BYPASS");
        client.DefaultRequestHeaders.Authorization = null;
        (await AskAsync(client)).Cache.Should().Be("MISS");
    }

    private static async Task<(string Cache, string Body)> AskAsync(HttpClient client, string? coding = null, string path = Prices)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (coding is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        }

        using var answer = await client.SendAsync(request);
        (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest).Should().BeTrue();
        return (answer.Headers.GetValues("X-Cache-Status").Single(), await answer.Content.ReadAsStringAsync());
    }
}
