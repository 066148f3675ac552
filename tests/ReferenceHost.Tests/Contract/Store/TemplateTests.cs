using System.Net;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Store;

/// <summary>Templates and preferences over HTTP.</summary>
[Collection(SyntheticHostGroup.Name)]
public sealed class TemplateTests(SyntheticHost host)
{
    private const string Widgets = """[{"type":"chart","title":"Price","layout":{"x":0,"y":0,"w":6,"h":4.5,"i":"a"},"props":{"symbol":"AAPL","n":1.0}},{"type":"table","title":"","layout":{"x":6,"y":0,"w":6,"h":4}}]""";

    [Fact]
    public async Task Post_NewAndAgain_UpsertsByName()
    {
        var first = await PostAsync("upsert", "Title", Widgets);
        var again = await PostAsync("upsert", "Other", "[]");

        first.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("id", "name", "kind", "title", "widgets", "createdAt", "updatedAt");
        first.GetProperty("widgets").GetRawText().Should().Be(Widgets);
        again.GetProperty("id").GetString().Should().Be(first.GetProperty("id").GetString());
        again.GetProperty("createdAt").GetString().Should().Be(first.GetProperty("createdAt").GetString());
        again.GetProperty("widgets").GetArrayLength().Should().Be(0);
        var all = (await host.Client.AskAsync("/api/templates")).ShouldBeJson().GetProperty("templates").EnumerateArray().ToList();
        all.Count(t => t.GetProperty("name").GetString() == "upsert").Should().Be(1);
    }

    [Fact]
    public async Task Post_WithoutWidgets_HasNone()
    {
        var template = (await host.Client.PostJsonAsync("/api/templates", """{"name":"bare","kind":"k","title":"t"}""")).ShouldBeJson().GetProperty("template");

        template.GetProperty("widgets").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Post_OlderClientsWholeRecord_IsTaken()
    {
        var template = await PostAsync("whole", "t", Widgets);

        (await host.Client.PostJsonAsync("/api/templates", template.GetRawText())).ShouldBeJson().GetProperty("template").GetProperty("id").GetString()
            .Should().Be(template.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with space & ünïcödé")]
    [InlineData("a/b")]
    [InlineData("100%")]
    public async Task Get_ByName_FindsIt(string name)
    {
        await PostAsync(name, "t", "[]");

        var byQuery = await host.Client.AskAsync($"/api/templates?name={Uri.EscapeDataString(name)}");
        byQuery.ShouldBeJson().GetProperty("template").GetProperty("name").GetString().Should().Be(name);
        byQuery.ETag.Should().NotBeNull();
        (await host.Client.AskAsync($"/api/templates?name={Uri.EscapeDataString(name)}", ("If-None-Match", byQuery.ETag!))).Status.Should().Be(HttpStatusCode.NotModified);
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            (await host.Client.AskAsync($"/api/templates/{Uri.EscapeDataString(name)}")).Body.Should().Equal(byQuery.Body);
        }

        (await host.Client.RemoveAsync($"/api/templates?name={Uri.EscapeDataString(name)}")).ShouldBeJson().GetProperty("ok").GetBoolean().Should().BeTrue();
        (await host.Client.AskAsync($"/api/templates?name={Uri.EscapeDataString(name)}")).ShouldBeProblem(HttpStatusCode.NotFound, "TEMPLATE_NOT_FOUND")
            .GetProperty("template").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task List_IsNewestFirst()
    {
        await PostAsync("older", "t", "[]");
        await PostAsync("newer", "t", "[]");

        var names = (await host.Client.AskAsync("/api/templates")).ShouldBeJson().GetProperty("templates").EnumerateArray().Select(t => t.GetProperty("name").GetString()).ToList();

        names.IndexOf("newer").Should().BeLessThan(names.IndexOf("older"));
    }

    [Fact]
    public async Task Delete_WithAnOldTag_IsAConflict()
    {
        await PostAsync("tagged", "t", "[]");
        var old = (await host.Client.AskAsync("/api/templates/tagged")).ETag!;
        await PostAsync("tagged", "t2", "[]");

        (await host.Client.RemoveAsync("/api/templates/tagged", ("If-Match", old))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "VERSION_CONFLICT");
        (await host.Client.RemoveAsync("/api/templates")).Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"kind":"k","title":"t"}""", "name")]
    [InlineData("""{"name":"","kind":"k","title":"t"}""", "name")]
    [InlineData("""{"name":"n","title":"t"}""", "kind")]
    [InlineData("""{"name":"n","kind":"k"}""", "title")]
    [InlineData("""{"name":"n","kind":"k","title":"t","widgets":{}}""", "widgets")]
    [InlineData("""{"name":"n","kind":"k","title":"t","widgets":[{"type":"c","title":"t"}]}""", "widgets")]
    [InlineData("""{"name":"n","kind":"k","title":"t","widgets":[{"type":"c","title":"t","layout":{"x":"0","y":0,"w":1,"h":1}}]}""", "widgets")]
    public async Task Post_Invalid_NamesTheField(string body, string field) =>
        (await host.Client.PostJsonAsync("/api/templates", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY", body)
            .GetProperty("details").GetProperty("fieldErrors").GetProperty(field).GetArrayLength().Should().BePositive();

    [Fact]
    public async Task Preferences_Put_Replaces()
    {
        var put = (await host.Client.PutJsonAsync("/api/preferences", """{"streamMode":"polling","pollingIntervalMs":2000,"cacheTtlMs":60000,"cacheMaxEntries":99}""")).ShouldBeJson();
        put.GetRawText().Should().Be("""{"streamMode":"polling","pollingIntervalMs":2000,"cacheTtlMs":60000,"cacheMaxEntries":99}""");

        (await host.Client.PutJsonAsync("/api/preferences", """{"streamMode":"sse"}""")).ShouldBeJson();

        var read = await host.Client.AskAsync("/api/preferences");
        read.ShouldBeJson().GetRawText().Should().Be("""{"streamMode":"sse"}""");
        (await host.Client.PutJsonAsync("/api/preferences", """{"streamMode":"auto"}""", ("If-Match", "\"v0\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "VERSION_CONFLICT");
        (await host.Client.PutJsonAsync("/api/preferences", """{"streamMode":"auto"}""", ("If-Match", read.ETag!))).ShouldBeJson();
        foreach (var bad in new[] { """{"streamMode":"carrier pigeon"}""", """{"pollingIntervalMs":"x"}""", """{"pollingIntervalMs":-1}""", """{"cacheMaxEntries":1.5}""" })
        {
            (await host.Client.PutJsonAsync("/api/preferences", bad)).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY", bad);
        }
    }

    private async Task<JsonElement> PostAsync(string name, string title, string widgets) =>
        (await host.Client.PostJsonAsync("/api/templates", $$"""{"name":{{JsonSerializer.Serialize(name)}},"kind":"dashboard","title":"{{title}}","widgets":{{widgets}}}""")).ShouldBeJson().GetProperty("template");
}
