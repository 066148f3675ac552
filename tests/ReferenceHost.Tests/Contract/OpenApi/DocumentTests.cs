using System.Net.Http.Json;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.OpenApi;

/// <summary>The OpenAPI document says what the service answers: every type, every error, every member.</summary>
public sealed class DocumentTests(RunningHost running) : IClassFixture<RunningHost>
{
    private HttpClient Client => running.Host.Client;

    [Theory]
    [InlineData("/api/market", "symbol=AAPL")]
    [InlineData("/api/market", "symbol=AAPL&range=1D")]
    [InlineData("/api/market", "symbol=AAPL&type=kpis")]
    [InlineData("/api/market", "symbol=AAPL&type=vol")]
    [InlineData("/api/market", "symbol=AAPL&type=volcone")]
    [InlineData("/api/market", "symbol=AAPL&type=volcone&estimator=yang-zhang&adjust=all")]
    [InlineData("/api/market", "symbol=AAPL&type=quality&range=MAX")]
    [InlineData("/api/market", "symbol=AAPL&type=info")]
    [InlineData("/api/market", "type=correlation&symbols=AAPL,MSFT,GOOG")]
    [InlineData("/api/market", "type=correlation&symbols=AAPL,MSFT&period=5D")]
    [InlineData("/api/market", "symbols=AAPL,MSFT&type=kpis")]
    [InlineData("/api/market", "symbols=AAPL,MSFT")]
    [InlineData("/api/market", "symbol=AAPL&interval=1h")]
    [InlineData("/api/market", "symbol=AAPL&interval=1w&range=1Y")]
    [InlineData("/api/market", "symbol=AAPL&asOf=2024-06-06")]
    [InlineData("/api/market", "symbol=AAPL&type=kpis&asOf=2024-06-06")]
    [InlineData("/api/market", "symbol=AAPL&format=csv")]
    [InlineData("/api/market", "symbol=AAPL&interval=2h")]
    [InlineData("/api/market", "symbol=AAPL&type=info&asOf=2024-06-06")]
    [InlineData("/api/market/providers", "")]
    [InlineData("/api/market/search", "q=app")]
    [InlineData("/api/stream/poll", "symbols=AAPL,MSFT")]
    [InlineData("/api/market", "symbol=..")]
    [InlineData("/api/market", "")]
    [InlineData("/api/market", "symbol=AAPL&type=nothing")]
    [InlineData("/api/market", "symbol=AAPL&range=2W")]
    [InlineData("/api/market", "symbol=AAPL&provider=nobody")]
    [InlineData("/api/market", "symbol=UNKNOWN99")]
    [InlineData("/api/market", "symbols=AAPL,UNKNOWN99")]
    [InlineData("/api/market/search", "")]
    [InlineData("/api/stream/poll", "")]
    [InlineData("/api/stream", "symbols=..")]
    [InlineData("/api/stream/ws", "symbols=AAPL")]
    public async Task Get_Answer_IsAsItsSchemaSays(string path, string query)
    {
        using var answer = await Client.GetAsync($"{path}?{query}");

        await ShouldBeDescribedAsync("get", path, answer);
    }

    [Theory]
    [InlineData("""{"symbols":["AAPL","MSFT"]}""")]
    [InlineData("""{"symbols":["AAPL","UNKNOWN99"]}""")]
    [InlineData("""{"symbols":["AAPL"],"type":"prices","range":"1M"}""")]
    [InlineData("""{"symbols":["AAPL"],"type":"kpis"}""")]
    [InlineData("""{"symbols":["AAPL"],"type":"vol"}""")]
    [InlineData("""{"symbols":["AAPL"],"type":"kpis","interval":"1h"}""")]
    [InlineData("""{"symbols":[]}""")]
    [InlineData("""{"symbols":[1]}""")]
    [InlineData("""{"symbols":"AAPL"}""")]
    [InlineData("{")]
    public async Task Post_Answer_IsAsItsSchemaSays(string body)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await Client.PostAsync("/api/market", content);

        await ShouldBeDescribedAsync("post", "/api/market", answer);
    }

    [Fact]
    public async Task Document_EveryParameterOfTheMarketAndTheStreams_SaysWhatItIs()
    {
        var document = await DocumentAsync();

        var silent = from path in document.GetProperty("paths").EnumerateObject()
                     where path.Name.Contains("/market", StringComparison.Ordinal) || path.Name.Contains("/stream", StringComparison.Ordinal)
                     from operation in path.Value.EnumerateObject()
                     where operation.Value.TryGetProperty("parameters", out _)
                     from parameter in operation.Value.GetProperty("parameters").EnumerateArray()
                     where !parameter.TryGetProperty("description", out var text) || text.GetString()!.Length < 5
                     select $"{operation.Name} {path.Name}: {parameter.GetProperty("name")}";

        silent.Should().BeEmpty();
    }

    [Fact]
    public async Task Document_EveryOperation_HasOneTagOfTheArea()
    {
        var document = await DocumentAsync();

        var tags = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject())
            .Select(o => string.Join(' ', o.Value.GetProperty("tags").EnumerateArray().Select(t => t.GetString())))
            .Distinct();

        tags.Should().BeEquivalentTo("Market", "Streams", "Templates", "Workspaces", "Preferences", "Metrics", "Health", "Client");
    }

    [Fact]
    public async Task Document_NamesEveryStream()
    {
        var document = await DocumentAsync();

        document.GetProperty("paths").EnumerateObject().Select(p => p.Name).Should().Contain(["/api/stream", "/api/stream/ws", "/api/stream/poll", "/pages/api/stream"]);
    }

    private Task<JsonElement> DocumentAsync() => Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

    private async Task ShouldBeDescribedAsync(string method, string path, HttpResponseMessage answer)
    {
        var schemas = new Schemas(await DocumentAsync());
        var type = answer.Content.Headers.ContentType!.MediaType!;
        var schema = schemas.OfAnswer(method, path, (int)answer.StatusCode, type);

        schema.Should().NotBeNull($"{(int)answer.StatusCode} as {type} is an answer of {path}");
        if (type == "text/csv")
        {
            schema!.Value.GetProperty("type").GetString().Should().Be("string");
            return;
        }

        schemas.Faults(schema!.Value, await answer.Content.ReadFromJsonAsync<JsonElement>()).Should().BeEmpty();
    }
}
