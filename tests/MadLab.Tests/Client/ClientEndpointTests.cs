using System.Net;
using FluentAssertions;
using MadLab.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Tests.Client;

public sealed class ClientEndpointTests
{
    [Fact]
    public async Task Get_Defaults_HasTheContractsShape()
    {
        await using var host = await OpsHost.StartAsync();

        using var response = await host.Client.GetAsync("/api/config");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("application/json");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await response.Content.ReadAsStringAsync()).Should().MatchRegex(
            """^\{"wsUrl":null,"streamMode":"auto","pollingIntervalMs":5000,"liveData":true,"demo":false,"dbMode":"db","durable":true,"version":"[^"+]+"\}$""");
    }

    [Fact]
    public async Task Get_Configured_ShowsTheSettings()
    {
        await using var host = await OpsHost.StartAsync(settings: Settings(
            ("MadLab:WsUrl", "wss://quotes.example.com/ws"), ("MadLab:StreamMode", "SSE"), ("MadLab:PollingIntervalMs", "750")));
        host.LiveData.Configured = false;
        host.Store.IsDatabase = false;
        host.Store.IsDurable = false;
        host.Services.GetRequiredService<FakeQuoteFeed>().IsDemo = true;

        var body = await host.GetJsonAsync("/api/config");

        body.GetProperty("wsUrl").GetString().Should().Be("wss://quotes.example.com/ws");
        body.GetProperty("streamMode").GetString().Should().Be("sse");
        body.GetProperty("pollingIntervalMs").GetInt32().Should().Be(750);
        body.GetProperty("liveData").GetBoolean().Should().BeFalse();
        body.GetProperty("demo").GetBoolean().Should().BeTrue();
        body.GetProperty("dbMode").GetString().Should().Be("memory");
        body.GetProperty("durable").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task Head_Config_AnswersAsGetWithoutABody()
    {
        await using var host = await OpsHost.StartAsync();

        using var response = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/config"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentLength.Should().BePositive();
    }

    [Theory]
    [InlineData("MadLab:StreamMode", "carrier-pigeon")]
    [InlineData("MadLab:PollingIntervalMs", "249")]
    [InlineData("MadLab:PollingIntervalMs", "600001")]
    [InlineData("MadLab:WsUrl", "quotes.example.com")]
    [InlineData("MadLab:WsUrl", "ftp://quotes.example.com")]
    [InlineData("MadLab:WsUrl", "wss://user:hunter2@quotes.example.com")]
    [InlineData("MadLab:WsUrl", "//quotes.example.com")]
    [InlineData("MadLab:OperatorPolicy", " ")]
    public async Task Start_SettingOutOfRange_FailsNamingIt(string key, string value)
    {
        var start = () => OpsHost.StartAsync(settings: Settings((key, value)));

        var failure = await start.Should().ThrowAsync<Exception>();
        failure.Which.Message.Should().Contain(key.Split(':')[1]).And.NotContain("hunter2");
    }

    [Theory]
    [InlineData("ws://127.0.0.1:5000/api/stream/ws")]
    [InlineData("https://quotes.example.com")]
    [InlineData("/api/stream/ws")]
    public async Task Start_UsableWsUrl_IsShownAsItIs(string url)
    {
        await using var host = await OpsHost.StartAsync(settings: Settings(("MadLab:WsUrl", url)));

        (await host.GetJsonAsync("/api/config")).GetProperty("wsUrl").GetString().Should().Be(url);
    }

    private static Dictionary<string, string?> Settings(params (string Key, string Value)[] settings) =>
        settings.ToDictionary(s => s.Key, s => (string?)s.Value);
}
