using System.Net;
using System.Text.Json;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Store;

/// <summary>Workspaces over HTTP, on the SQLite file of a first run.</summary>
[Collection(SyntheticHostGroup.Name)]
public sealed class WorkspaceTests(SyntheticHost host)
{
    [Fact]
    public async Task Post_New_IsThereUnderItsIdByQueryAndByPath()
    {
        var posted = await host.Client.PostJsonAsync("/api/workspaces", """{"title":"  Mine ☃ ","data":{"b":1.50,"a":[null,"\u00e9"],"n":12345678901234567890}}""");

        var workspace = posted.ShouldBeJson().GetProperty("workspace");
        posted.CacheControl.Should().Be("no-store");
        var id = workspace.GetProperty("id").GetString()!;
        workspace.EnumerateObject().Select(p => p.Name).Should().BeEquivalentTo("id", "title", "data", "version", "createdAt", "updatedAt");
        workspace.GetProperty("data").GetProperty("n").GetRawText().Should().Be("12345678901234567890", "a document is kept as it came");
        workspace.GetProperty("data").GetProperty("b").GetRawText().Should().Be("1.50");
        workspace.GetProperty("createdAt").GetString().Should().EndWith("Z").And.Be(workspace.GetProperty("updatedAt").GetString());
        var byQuery = await host.Client.AskAsync($"/api/workspaces?id={id}");
        var byPath = await host.Client.AskAsync($"/api/workspaces/{id}");
        byQuery.ShouldBeJson().GetProperty("workspace").GetRawText().Should().Be(workspace.GetRawText());
        byPath.Body.Should().Equal(byQuery.Body);
        byPath.ETag.Should().Be(posted.ETag).And.NotBeNull();
        (await host.Client.AskAsync($"/api/workspaces/{id}", ("If-None-Match", byPath.ETag!))).Status.Should().Be(HttpStatusCode.NotModified);
        (await host.Client.AskAsync("/api/workspaces")).ShouldBeJson().GetProperty("workspaces")[0].GetProperty("id").GetString().Should().Be(id, "the newest comes first");
    }

    [Fact]
    public async Task Put_ChangesOnlyWhatIsGiven()
    {
        var id = await CreateAsync("""{"title":"t","data":{"a":1}}""");

        var titled = (await host.Client.PutJsonAsync("/api/workspaces", new { id, title = "new" })).ShouldBeJson().GetProperty("workspace");
        var filled = (await host.Client.PutJsonAsync($"/api/workspaces/{id}", """{"data":{"b":2}}""")).ShouldBeJson().GetProperty("workspace");

        titled.GetProperty("title").GetString().Should().Be("new");
        titled.GetProperty("data").GetRawText().Should().Be("""{"a":1}""");
        filled.GetProperty("title").GetString().Should().Be("new");
        filled.GetProperty("data").GetRawText().Should().Be("""{"b":2}""");
        filled.GetProperty("version").GetInt64().Should().Be(titled.GetProperty("version").GetInt64() + 1);
    }

    [Fact]
    public async Task Put_OlderClientsWholeRecord_IsTaken()
    {
        var created = (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{"a":1}}""")).ShouldBeJson().GetProperty("workspace");

        // The page reads a record, changes a member and sends all of it back.
        var record = $$"""{"id":{{created.GetProperty("id").GetRawText()}},"title":"changed","data":{"a":2},"version":{{created.GetProperty("version").GetRawText()}},"createdAt":"x","updatedAt":null,"ownerId":7}""";
        var put = (await host.Client.PutJsonAsync("/api/workspaces", record)).ShouldBeJson().GetProperty("workspace");

        put.GetProperty("title").GetString().Should().Be("changed");
        put.GetProperty("id").GetString().Should().Be(created.GetProperty("id").GetString());
        put.GetProperty("createdAt").GetString().Should().Be(created.GetProperty("createdAt").GetString());
    }

    [Fact]
    public async Task Put_WithAnOldTag_IsAConflictAndChangesNothing()
    {
        var created = await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{}}""");
        var id = created.Json.GetProperty("workspace").GetProperty("id").GetString()!;

        var first = await host.Client.PutJsonAsync($"/api/workspaces/{id}", """{"title":"first"}""", ("If-Match", created.ETag!));
        var second = await host.Client.PutJsonAsync($"/api/workspaces/{id}", """{"title":"second"}""", ("If-Match", created.ETag!));
        var deleted = await host.Client.RemoveAsync($"/api/workspaces/{id}", ("If-Match", created.ETag!));

        first.ShouldBeJson();
        second.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "VERSION_CONFLICT");
        deleted.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "VERSION_CONFLICT");
        (await host.Client.AskAsync($"/api/workspaces/{id}")).Json.GetProperty("workspace").GetProperty("title").GetString().Should().Be("first");
        (await host.Client.RemoveAsync($"/api/workspaces/{id}", ("If-Match", first.ETag!))).ShouldBeJson();
    }

    [Fact]
    public async Task Put_ManyUnderOneTag_OneWins()
    {
        var created = await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{}}""");
        var id = created.Json.GetProperty("workspace").GetProperty("id").GetString()!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => host.Client.PutJsonAsync($"/api/workspaces/{id}", new { title = $"w{i}" }, ("If-Match", created.ETag!))));

        answers.Count(a => a.Status == HttpStatusCode.OK).Should().Be(1);
        answers.Count(a => a.Status == HttpStatusCode.PreconditionFailed).Should().Be(15);
    }

    [Fact]
    public async Task Put_WritersOfDifferentFields_BothStay()
    {
        var id = await CreateAsync("""{"title":"t","data":{}}""");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? host.Client.PutJsonAsync($"/api/workspaces/{id}", """{"title":"titled"}""")
            : host.Client.PutJsonAsync($"/api/workspaces/{id}", """{"data":{"filled":true}}""")));

        var workspace = (await host.Client.AskAsync($"/api/workspaces/{id}")).ShouldBeJson().GetProperty("workspace");
        workspace.GetProperty("title").GetString().Should().Be("titled");
        workspace.GetProperty("data").GetProperty("filled").GetBoolean().Should().BeTrue();
        workspace.GetProperty("version").GetInt64().Should().Be(21);
    }

    [Fact]
    public async Task Delete_TwiceAndMissingId()
    {
        var id = await CreateAsync("""{"title":"t","data":{}}""");

        (await host.Client.RemoveAsync($"/api/workspaces?id={id}")).ShouldBeJson().GetRawText().Should().Be("""{"ok":true}""");
        (await host.Client.RemoveAsync($"/api/workspaces?id={id}")).ShouldBeJson("gone already is no error");
        (await host.Client.AskAsync($"/api/workspaces?id={id}")).ShouldBeProblem(HttpStatusCode.NotFound, "WORKSPACE_NOT_FOUND").GetProperty("workspace").ValueKind.Should().Be(JsonValueKind.Null);
        (await host.Client.PutJsonAsync("/api/workspaces", new { id, title = "x" })).Status.Should().Be(HttpStatusCode.NotFound);
        (await host.Client.RemoveAsync("/api/workspaces")).Status.Should().Be(HttpStatusCode.BadRequest);
        (await host.Client.PutJsonAsync("/api/workspaces", """{"title":"x"}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY")
            .GetProperty("details").GetProperty("fieldErrors").GetProperty("id").GetArrayLength().Should().BePositive();
    }

    [Theory]
    [InlineData("""{"data":{}}""", "title")]
    [InlineData("""{"title":"","data":{}}""", "title")]
    [InlineData("""{"title":5,"data":{}}""", "title")]
    [InlineData("""{"title":"t"}""", "data")]
    [InlineData("""{"title":"t","data":[]}""", "data")]
    [InlineData("""{"title":"t","data":"{}"}""", "data")]
    public async Task Post_Invalid_NamesTheField(string body, string field)
    {
        var problem = (await host.Client.PostJsonAsync("/api/workspaces", body)).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY", body);

        problem.GetProperty("error").GetString().Should().Be("Invalid body");
        problem.GetProperty("details").GetProperty("formErrors").ValueKind.Should().Be(JsonValueKind.Array);
        problem.GetProperty("details").GetProperty("fieldErrors").GetProperty(field)[0].GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Title_Of200Characters_IsTheLongest()
    {
        (await host.Client.PostJsonAsync("/api/workspaces", new { title = new string('é', 200), data = new { } })).ShouldBeJson();
        (await host.Client.PostJsonAsync("/api/workspaces", new { title = new string('x', 201), data = new { } })).ShouldBeProblem(HttpStatusCode.BadRequest, "INVALID_BODY")
            .GetProperty("details").GetProperty("fieldErrors").TryGetProperty("title", out _).Should().BeTrue();
    }

    [Fact]
    public async Task List_ByPages_ShowsEachOnceNewestFirst()
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add(await CreateAsync($$$"""{"title":"page{{{i}}}","data":{}}"""));
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await host.Client.AskAsync($"/api/workspaces?limit=3{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).ShouldBeJson();
            page.GetProperty("workspaces").GetArrayLength().Should().BeLessThanOrEqualTo(3);
            seen.AddRange(page.GetProperty("workspaces").EnumerateArray().Select(w => w.GetProperty("id").GetString()!));
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        seen.Should().OnlyHaveUniqueItems();
        seen.Take(7).Should().Equal(Enumerable.Reverse(ids));
        foreach (var bad in new[] { "limit=0", "limit=x", "limit=-1", "cursor=nonsense" })
        {
            (await host.Client.AskAsync($"/api/workspaces?{bad}")).Status.Should().Be(HttpStatusCode.BadRequest, bad);
        }
    }

    private async Task<string> CreateAsync(string body) =>
        (await host.Client.PostJsonAsync("/api/workspaces", body)).ShouldBeJson().GetProperty("workspace").GetProperty("id").GetString()!;
}
