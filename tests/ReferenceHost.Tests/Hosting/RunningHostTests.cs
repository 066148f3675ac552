using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

/// <summary>What any answer of the service looks like; one host for all of them.</summary>
public sealed class RunningHostTests(RunningHost running) : IClassFixture<RunningHost>
{
    private HttpClient Client => running.Host.Client;

    [Theory]
    [InlineData("/")]
    [InlineData("/api/config")]
    [InlineData("/api/market?symbol=..")]
    [InlineData("/nowhere")]
    [InlineData("/pages/api/stream?symbols=..")]
    public async Task Get_AnyAnswer_CarriesTheSecurityHeaders(string path)
    {
        using var answer = await Client.GetAsync(path);

        Header(answer, "X-Content-Type-Options").Should().Be("nosniff");
        Header(answer, "X-Frame-Options").Should().Be("DENY");
        Header(answer, "Referrer-Policy").Should().Be("no-referrer");
        Header(answer, "Content-Security-Policy").Should().Contain("default-src 'none'").And.Contain("frame-ancestors 'none'");
        answer.Headers.Server.Should().BeEmpty();
        Header(answer, "Strict-Transport-Security").Should().BeNull("there is no HTTPS endpoint");
    }

    [Fact]
    public async Task Get_Routing_AnswersWithoutABody()
    {
        using var missing = await Client.GetAsync("/api/nowhere");
        using var wrong = await Client.DeleteAsync("/api/market");

        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await missing.Content.ReadAsStringAsync()).Should().BeEmpty();
        wrong.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        wrong.Content.Headers.Allow.Should().Contain("GET");
        (await wrong.Content.ReadAsStringAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Get_Index_LinksAnswersThatExist()
    {
        using var head = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/index.json"));
        head.StatusCode.Should().Be(HttpStatusCode.OK);

        var links = (await GetAsync("/index.json")).GetProperty("links").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString()!);

        foreach (var (name, path) in links.Where(l => l.Key is not ("websocket" or "events")))
        {
            using var answer = await Client.GetAsync(path);
            answer.StatusCode.Should().Be(HttpStatusCode.OK, name);
        }
    }

    [Fact]
    public async Task Get_OpenApi_DescribesTheEndpoints()
    {
        var document = await GetAsync("/openapi/v1.json");

        document.GetProperty("info").GetProperty("title").GetString().Should().Be("MadLab");
        document.GetProperty("paths").EnumerateObject().Select(p => p.Name).Should()
            .Contain(["/api/market", "/api/workspaces", "/api/templates", "/api/preferences", "/api/health", "/api/metrics", "/api/config"]);
    }

    [Theory]
    [InlineData("asOf", "close")]
    [InlineData("interval", "1w")]
    [InlineData("from", "included")]
    [InlineData("to", "included")]
    [InlineData("format", "csv")]
    public async Task Get_OpenApi_SaysWhatEachMarketParameterTakes(string name, string words)
    {
        var operation = (await GetAsync("/openapi/v1.json")).GetProperty("paths").GetProperty("/api/market").GetProperty("get");

        var parameter = operation.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == name);
        parameter.GetProperty("in").GetString().Should().Be("query");
        parameter.GetProperty("description").GetString().Should().Contain(words);
    }

    [Fact]
    public async Task Get_LegacyStream_SpeaksServerSentEvents()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/pages/api/stream?symbols=AAPL");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));

        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(path);
        answer.StatusCode.Should().Be(HttpStatusCode.OK, path);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
