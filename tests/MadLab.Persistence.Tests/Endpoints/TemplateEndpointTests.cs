using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Endpoints;

public sealed class MemoryTemplateEndpointTests() : TemplateEndpointTests(StoreKind.Memory);

public sealed class SqliteTemplateEndpointTests() : TemplateEndpointTests(StoreKind.Sqlite);

public sealed class PostgreSqlTemplateEndpointTests() : TemplateEndpointTests(StoreKind.PostgreSql);

public abstract class TemplateEndpointTests(StoreKind kind) : EndpointSuite(kind)
{
    private const string Widgets =
        """[{"type":"chart","title":"Prices","layout":{"x":0,"y":1.5,"w":6,"h":4,"i":"w1"},"props":{"symbol":"AAPL","n":1.0}},{"type":"note","title":"","layout":{"x":1,"y":2,"w":3,"h":4}}]""";

    [StoreFact]
    public async Task Post_Valid_AnswersTheTemplate()
    {
        var reply = await Server.PostAsync("/api/templates", $$"""{"name":"Desk","kind":"charting","title":"My desk","widgets":{{Widgets}},"id":"mine"}""");

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply.TagVersion.Should().Be(1);
        reply.CacheControl.Should().Be("no-store");
        var template = reply["template"];
        template.EnumerateObject().Select(p => p.Name).Should().Equal("id", "name", "kind", "title", "widgets", "createdAt", "updatedAt");
        template.GetProperty("widgets").GetRawText().Should().Be(Widgets);
        template.GetProperty("createdAt").GetString().Should().EndWith("Z");
    }

    [StoreFact]
    public async Task Post_SameName_ReplacesWhole()
    {
        await PostAsync("Desk", widgets: Widgets);

        var reply = await PostAsync("Desk", title: "second");

        reply.TagVersion.Should().Be(2);
        reply["template"].GetProperty("title").GetString().Should().Be("second");
        reply["template"].GetProperty("widgets").GetArrayLength().Should().Be(0);
        (await Server.GetAsync("/api/templates"))["templates"].GetArrayLength().Should().Be(1);
    }

    [StoreFact]
    public async Task Get_List_NewestFirst()
    {
        await PostAsync("a");
        await PostAsync("b");
        await PostAsync("a");

        var reply = await Server.GetAsync("/api/templates");

        reply.CacheControl.Should().Be("no-store");
        reply.Body.EnumerateObject().Select(p => p.Name).Should().Equal("templates");
        reply["templates"].EnumerateArray().Select(t => t.GetProperty("name").GetString()).Should().Equal("b", "a");
        reply["templates"][0].EnumerateObject().Select(p => p.Name).Should().Equal("id", "name", "kind", "title", "widgets", "createdAt", "updatedAt");
    }

    [StoreTheory]
    [InlineData("Desk", "/api/templates?name=Desk")]
    [InlineData("Desk", "/api/templates/Desk")]
    [InlineData("a b+c&d", "/api/templates?name=a%20b%2Bc%26d")]
    [InlineData("a b+c&d", "/api/templates/a%20b%2Bc%26d")]
    [InlineData("over/under", "/api/templates?name=over%2Funder")]
    [InlineData("Ünï😀", "/api/templates/%C3%9Cn%C3%AF%F0%9F%98%80")]
    public async Task Get_One_ByAnyName(string name, string path)
    {
        await PostAsync(name);

        var found = await Server.GetAsync(path);

        found.Status.Should().Be(HttpStatusCode.OK);
        found.TagVersion.Should().Be(1);
        found.CacheControl.Should().Be("no-cache, private");
        found["template"].GetProperty("name").GetString().Should().Be(name);
        (await Server.GetAsync(path, ("If-None-Match", found.ETag!))).Status.Should().Be(HttpStatusCode.NotModified);
        (await Server.SendAsync(HttpMethod.Head, path, null)).ETag.Should().Be(found.ETag);
        (await Server.DeleteAsync(path)).Body.GetRawText().Should().Be("""{"ok":true}""");
        (await Server.GetAsync(path)).ShouldBeProblem(404, "TEMPLATE_NOT_FOUND");
    }

    [StoreTheory]
    [InlineData("nope")]
    [InlineData("a%00b")]
    [InlineData("%FF")]
    [InlineData("%27%3B%20DROP%20TABLE%20x")]
    public async Task Get_UnknownName_IsNotFoundWithNullBeside(string name)
    {
        var reply = (await Server.GetAsync($"/api/templates?name={name}")).ShouldBeProblem(404, "TEMPLATE_NOT_FOUND");

        reply["template"].ValueKind.Should().Be(JsonValueKind.Null);
        (await Server.DeleteAsync($"/api/templates?name={name}")).Status.Should().Be(HttpStatusCode.OK);
    }

    [StoreFact]
    public async Task Delete_NoName_Is400()
    {
        (await Server.DeleteAsync("/api/templates")).ShouldBeProblem(400, "MISSING_NAME");
        (await Server.DeleteAsync("/api/templates?name=")).ShouldBeProblem(400, "MISSING_NAME");
    }

    [StoreFact]
    public async Task IfMatch_OtherVersion_Is412OnPostAndDelete()
    {
        var first = (await PostAsync("Desk")).ETag!;
        var second = (await PostAsync("Desk", title: "theirs")).ETag!;

        foreach (var held in new[] { first, "W/" + second, "\"x\"", "\"v2\"", second.Replace("v2", "v3", StringComparison.Ordinal) })
        {
            (await Server.PostAsync("/api/templates", Body("Desk", "mine"), ("If-Match", held))).ShouldBeProblem(412, "VERSION_CONFLICT");
            (await Server.DeleteAsync("/api/templates/Desk", ("If-Match", held))).ShouldBeProblem(412, "VERSION_CONFLICT");
        }

        (await Server.PostAsync("/api/templates", Body("Desk", "a"), ("If-Match", second))).TagVersion.Should().Be(3);
        var fourth = await Server.PostAsync("/api/templates", Body("Desk", "b"), ("If-Match", "*"));
        fourth.TagVersion.Should().Be(4);
        var fifth = await Server.PostAsync("/api/templates", Body("Desk", "c"), ("If-Match", $"{first}, {fourth.ETag}"));
        fifth.TagVersion.Should().Be(5);
        (await Server.DeleteAsync("/api/templates?name=Desk", ("If-Match", fifth.ETag!))).Status.Should().Be(HttpStatusCode.OK);
        (await Server.DeleteAsync("/api/templates?name=Desk", ("If-Match", "*"))).ShouldBeProblem(412, "VERSION_CONFLICT");
    }

    [StoreTheory]
    [InlineData("*")]
    [InlineData("\"v1\"")]
    [InlineData("\"v0-\"")]
    [InlineData("\"v1-Yk9rA0xPq1Zs\"")]
    public async Task Post_IfMatchOnAMissingOne_CreatesNothing(string held)
    {
        (await Server.PostAsync("/api/templates", Body("Desk"), ("If-Match", held))).ShouldBeProblem(412, "VERSION_CONFLICT");

        (await Server.GetAsync("/api/templates"))["templates"].GetArrayLength().Should().Be(0);
    }

    [StoreFact]
    public async Task Post_8ClientsWithTheSameTag_OneWrites()
    {
        var tag = (await PostAsync("Desk")).ETag!;

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Server.PostAsync("/api/templates", Body("Desk", $"{i}"), ("If-Match", tag))));

        replies.Count(r => r.Status == HttpStatusCode.OK).Should().Be(1);
        replies.Count(r => r.Status == HttpStatusCode.PreconditionFailed).Should().Be(7);
    }

    [StoreTheory]
    [InlineData("{}", "name,kind,title")]
    [InlineData("""{"name":"","kind":1,"title":null}""", "name,kind,title")]
    [InlineData("""{"name":"n","kind":"k","title":"t","widgets":{}}""", "widgets")]
    [InlineData("""{"name":"n","kind":"k","title":"t","widgets":[1]}""", "widgets")]
    [InlineData("""{"name":"n","kind":"k","title":"t","widgets":[{}]}""", "widgets")]
    [InlineData("""{"name":"n","kind":"k","title":"t","widgets":[{"type":"a","title":"b","layout":{"x":"0","y":1,"w":1,"h":1}}]}""", "widgets")]
    [InlineData("""{"name":"n","kind":"k","title":"t","widgets":[{"type":"a","title":"b","layout":{"x":1e999,"y":1,"w":1,"h":1}}]}""", "widgets")]
    [InlineData("""{"name":"n","kind":"k","title":"t","widgets":[{"type":"a","title":"b","layout":{"x":0,"y":1,"w":1,"h":1},"props":[]}]}""", "widgets")]
    public async Task Post_InvalidMembers_AreAllNamed(string body, string fields)
    {
        (await Server.PostAsync("/api/templates", body)).ShouldBeInvalidBody(fields.Split(','));
    }

    [StoreFact]
    public async Task Post_FaultInAWidget_SaysWhere()
    {
        var reply = await Server.PostAsync(
            "/api/templates", """{"name":"n","kind":"k","title":"t","widgets":[{"type":"a","title":"b","layout":{"x":0,"y":1,"w":1,"h":1}},{"type":"a","title":"b","layout":{"x":0,"y":1,"w":1}}]}""");

        reply["details"].GetProperty("fieldErrors").GetProperty("widgets")[0].GetString().Should().Be("[1].layout.h: Required");
    }

    [StoreFact]
    public async Task Post_ThousandsOfFaults_AreCutShort()
    {
        var reply = await Server.PostAsync("/api/templates", $$"""{"name":"n","kind":"k","title":"t","widgets":[{{string.Join(',', Enumerable.Repeat("{}", 5000))}}]}""");

        reply["details"].GetProperty("fieldErrors").GetProperty("widgets").GetArrayLength().Should().Be(20);
    }

    [StoreFact]
    public async Task Post_LongTexts_AreRefused()
    {
        var text = new string('x', 201);

        (await Server.PostAsync("/api/templates", $$"""{"name":"{{text}}","kind":"{{text}}","title":"{{text}}"}""")).ShouldBeInvalidBody("name", "kind", "title");
    }

    [StoreTheory]
    [InlineData("PUT", "/api/templates")]
    [InlineData("PATCH", "/api/templates/Desk")]
    public async Task WrongMethod_Is405WithAllow(string method, string path)
    {
        var reply = await Server.SendAsync(new HttpMethod(method), path, "{}");

        reply.Status.Should().Be(HttpStatusCode.MethodNotAllowed);
        reply.Allow.Should().Contain("GET").And.Contain("HEAD").And.Contain("DELETE");
    }

    private static string Body(string name, string title = "t", string widgets = "[]") =>
        $$"""{"name":"{{name}}","kind":"charting","title":"{{title}}","widgets":{{widgets}}}""";

    private Task<Reply> PostAsync(string name, string title = "t", string widgets = "[]") => Server.PostAsync("/api/templates", Body(name, title, widgets));
}
