using System.Net;
using System.Text;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Http;

/// <summary>Every endpoint that takes a body, and every way to send a wrong one: never a 500.</summary>
[Collection(SyntheticHostGroup.Name)]
public sealed class BodyTests(SyntheticHost host)
{
    private static readonly (string Method, string Path)[] Endpoints =
    [
        ("POST", "/api/market"), ("POST", "/api/templates"), ("POST", "/api/workspaces"), ("PUT", "/api/workspaces"),
        ("PUT", "/api/workspaces/nobody"), ("PUT", "/api/preferences"),
    ];

    private static readonly string[] Malformed =
    [
        "", " ", "{", "}", "{\"a\":}", "{\"symbols\":[\"AAPL\"]} x", "{'symbols':[]}", "{\"symbols\":[\"AAPL\"],}", "\u0000", "NaN", "{\"a\":\"\u0001\"}",
        "{\"title\":\"\\x\"}", "// comment", "\"text\"", "12", "true", "null", "[]", "[{}]",
    ];

    public static TheoryData<string, string> All()
    {
        var data = new TheoryData<string, string>();
        foreach (var (method, path) in Endpoints)
        {
            data.Add(method, path);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Body_IsNoJsonObject_IsInvalid(string method, string path)
    {
        foreach (var text in Malformed)
        {
            (await SendAsync(method, path, Encoding.UTF8.GetBytes(text))).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY", $"'{text}'");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Body_IsNoUtf8_IsInvalid(string method, string path)
    {
        byte[][] bodies =
        [
            [0xFF, 0xFE, 0x7B, 0x00],
            [.. "{\"title\":\""u8, 0xC3, 0x28, .. "\"}"u8],
            [.. "{\"symbols\":[\"A"u8, 0xC3, 0x28, .. "\"]}"u8],
            [.. "{\"title\":\"t\",\"data\":{\"a\":\""u8, 0xED, 0xA0, 0x80, .. "\"}}"u8],
        ];
        foreach (var body in bodies)
        {
            (await SendAsync(method, path, body)).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Body_DeeperThan32Levels_IsInvalid(string method, string path)
    {
        var deep = $$"""{"symbols":["AAPL"],"id":"x","name":"n","kind":"k","title":"t","data":{{Nested(40)}}}""";

        (await SendAsync(method, path, Encoding.UTF8.GetBytes(deep))).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Body_OfWrongTypes_IsRefusedByName(string method, string path)
    {
        string[] bodies =
        [
            """{"symbols":"AAPL","title":5,"name":5,"kind":[],"data":"x","id":7,"widgets":{},"streamMode":9}""",
            """{"symbols":{},"title":null,"name":{},"kind":1.5,"data":[],"id":[],"widgets":"w","pollingIntervalMs":"soon"}""",
            """{"symbols":[1],"title":{},"name":null,"kind":null,"data":null,"id":null,"widgets":[1],"cacheTtlMs":{}}""",
        ];
        foreach (var body in bodies)
        {
            var answer = await SendAsync(method, path, Encoding.UTF8.GetBytes(body));

            answer.ShouldBeProblem(HttpStatusCode.BadRequest, answer.Json.GetProperty("code").GetString()!, body);
            answer.Json.GetProperty("code").GetString().Should().BeOneOf("INVALID_BODY", "MISSING_SYMBOL", "INVALID_SYMBOL");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Body_OfAnotherMediaType_IsUnsupported(string method, string path)
    {
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "application/jsonp", "text/html" })
        {
            var answer = await host.Client.AskAsync(new HttpMethod(method), path, HttpClientExtensions.Bytes("{}"u8.ToArray(), type));

            answer.ShouldBeProblem(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", type);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Body_NoneAtAll_IsInvalid(string method, string path) =>
        (await host.Client.AskAsync(new HttpMethod(method), path, null)).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY");

    [Theory]
    [MemberData(nameof(All))]
    public async Task Body_JsonWithCharsetOrSuffix_IsRead(string method, string path)
    {
        foreach (var type in new[] { "application/json; charset=utf-8", "Application/JSON", "application/problem+json" })
        {
            var answer = await host.Client.AskAsync(new HttpMethod(method), path, HttpClientExtensions.Bytes("[]"u8.ToArray(), type));

            answer.ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY", type);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Body_OverOneMebibyte_IsTooLarge(string method, string path)
    {
        var large = Encoding.UTF8.GetBytes($$$"""{"symbols":["AAPL"],"id":"x","name":"n","kind":"k","title":"t","data":{"x":"{{{new string('x', 1024 * 1024)}}}"}}""");

        (await SendAsync(method, path, large)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE");
        using var chunked = new HttpRequestMessage(new HttpMethod(method), path) { Content = HttpClientExtensions.Bytes(large, "application/json") };
        chunked.Headers.TransferEncodingChunked = true;
        using var answer = await host.Client.SendAsync(chunked);
        (await HttpAnswer.OfAsync(answer)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge, "BODY_TOO_LARGE");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Body_TooLarge_LeavesTheClientAbleToGoOn(string method, string path)
    {
        // One connection: were the host to drop it without a word, the second request would fail.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 1 }) { BaseAddress = host.Host.Address };
        var body = new byte[4 * 1024 * 1024];

        for (var i = 0; i < 10; i++)
        {
            (await client.AskAsync(new HttpMethod(method), path, HttpClientExtensions.Bytes(body, "application/json"))).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
            (await client.PostJsonAsync("/api/market", """{"symbols":[]}""")).ShouldBeJson();
        }
    }

    [Fact]
    public async Task Body_OfStoreJustUnderOneMebibyte_IsTaken()
    {
        const string Frame = """{"title":"large","data":{"x":""}}""";
        var body = Frame.Replace("\"\"", $"\"{new string('x', (1024 * 1024) - Frame.Length)}\"", StringComparison.Ordinal);

        (await SendAsync("POST", "/api/workspaces", Encoding.UTF8.GetBytes(body))).ShouldBeJson();
    }

    [Fact]
    public async Task Body_UnknownMembers_AreIgnored()
    {
        (await host.Client.PostJsonAsync("/api/market", """{"symbols":["AAPL"],"type":"kpis","whatever":{"a":[1]},"type2":"x"}""")).ShouldBeJson();
        (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{},"id":"mine","version":99,"owner":null}""")).ShouldBeJson();
        (await host.Client.PostJsonAsync("/api/templates", """{"name":"unknown-members","kind":"k","title":"t","id":1,"createdAt":false}""")).ShouldBeJson();
        (await host.Client.PutJsonAsync("/api/preferences", """{"streamMode":"sse","theme":"dark"}""")).ShouldBeJson();
    }

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

    private Task<HttpAnswer> SendAsync(string method, string path, byte[] body) =>
        host.Client.AskAsync(new HttpMethod(method), path, HttpClientExtensions.Bytes(body, "application/json"));
}
