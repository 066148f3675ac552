using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Endpoints;

public sealed class MemoryWorkspaceEndpointTests() : WorkspaceEndpointTests(StoreKind.Memory);

public sealed class SqliteWorkspaceEndpointTests() : WorkspaceEndpointTests(StoreKind.Sqlite);

public sealed class PostgreSqlWorkspaceEndpointTests() : WorkspaceEndpointTests(StoreKind.PostgreSql);

public abstract class WorkspaceEndpointTests(StoreKind kind) : EndpointSuite(kind)
{
    [StoreFact]
    public async Task Post_Valid_AnswersTheWorkspace()
    {
        var reply = await Server.PostAsync("/api/workspaces", """{"title":"Desk","data":{"charts":[1.50,"é"]},"id":"mine","unknown":true}""");

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply.ContentType.Should().Be("application/json");
        reply.CacheControl.Should().Be("no-store");
        reply.TagVersion.Should().Be(1);
        reply.Body.EnumerateObject().Select(p => p.Name).Should().Equal("workspace");
        var workspace = reply["workspace"];
        workspace.EnumerateObject().Select(p => p.Name).Should().Equal("id", "title", "data", "version", "createdAt", "updatedAt");
        workspace.GetProperty("id").GetString().Should().NotBe("mine");
        workspace.GetProperty("title").GetString().Should().Be("Desk");
        workspace.GetProperty("data").GetRawText().Should().Be("""{"charts":[1.50,"é"]}""");
        workspace.GetProperty("version").GetInt64().Should().Be(1);
        workspace.GetProperty("createdAt").GetString().Should().EndWith("Z").And.Be(workspace.GetProperty("updatedAt").GetString());
    }

    [StoreFact]
    public async Task Get_List_NewestFirst()
    {
        await CreateWorkspaceAsync("a");
        await CreateWorkspaceAsync("b");

        var reply = await Server.GetAsync("/api/workspaces?ignored=1");

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply.CacheControl.Should().Be("no-store");
        reply.ETag.Should().BeNull();
        reply.Body.EnumerateObject().Select(p => p.Name).Should().Equal("workspaces");
        Titles(reply).Should().Equal("b", "a");
        reply["workspaces"][0].EnumerateObject().Select(p => p.Name).Should().Equal("id", "title", "data", "version", "createdAt", "updatedAt");
    }

    [StoreFact]
    public async Task Get_Pages_EndWithoutACursor()
    {
        for (var i = 0; i < 5; i++)
        {
            await CreateWorkspaceAsync($"{i}");
        }

        var first = await Server.GetAsync("/api/workspaces?limit=2");
        var second = await Server.GetAsync($"/api/workspaces?limit=2&cursor={Uri.EscapeDataString(first.Text("nextCursor"))}");
        var third = await Server.GetAsync($"/api/workspaces?limit=2&cursor={Uri.EscapeDataString(second.Text("nextCursor"))}");

        Titles(first).Concat(Titles(second)).Concat(Titles(third)).Should().Equal("4", "3", "2", "1", "0");
        third.Body.TryGetProperty("nextCursor", out _).Should().BeFalse();
    }

    [StoreTheory]
    [InlineData("limit=0", "INVALID_LIMIT")]
    [InlineData("limit=1001", "INVALID_LIMIT")]
    [InlineData("limit=-1", "INVALID_LIMIT")]
    [InlineData("limit=1.5", "INVALID_LIMIT")]
    [InlineData("limit=x", "INVALID_LIMIT")]
    [InlineData("limit=1&limit=2", "INVALID_LIMIT")]
    [InlineData("cursor=x", "INVALID_CURSOR")]
    [InlineData("cursor=-5", "INVALID_CURSOR")]
    public async Task Get_BadPage_Is400(string query, string code)
    {
        (await Server.GetAsync("/api/workspaces?" + query)).ShouldBeProblem(400, code);
    }

    [StoreTheory]
    [InlineData("/api/workspaces?id={0}")]
    [InlineData("/api/workspaces/{0}")]
    public async Task Get_One_HasATagThatSavesTheBody(string form)
    {
        var (id, tag) = await CreateWorkspaceAsync();
        var path = form.Replace("{0}", id, StringComparison.Ordinal);

        var found = await Server.GetAsync(path);
        found.Status.Should().Be(HttpStatusCode.OK);
        found.ETag.Should().Be(tag);
        found.TagVersion.Should().Be(1);
        found.CacheControl.Should().Be("no-cache, private");
        found["workspace"].GetProperty("id").GetString().Should().Be(id);

        foreach (var held in new[] { tag, "W/" + tag, "\"other\", " + tag, "*" })
        {
            var same = await Server.GetAsync(path, ("If-None-Match", held));
            same.Status.Should().Be(HttpStatusCode.NotModified, "the client holds {0}", held);
            same.Body.ValueKind.Should().Be(JsonValueKind.Undefined);
            same.ETag.Should().Be(tag);
        }

        (await Server.GetAsync(path, ("If-None-Match", Later(tag)))).Status.Should().Be(HttpStatusCode.OK);
    }

    [StoreTheory]
    [InlineData("nope")]
    [InlineData("a%00b")]
    [InlineData("%FF%FE")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("%27%20OR%201%3D1%20--")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task EveryMethod_UnknownId_IsNotFoundAndNever500(string id)
    {
        foreach (var path in new[] { $"/api/workspaces?id={id}", $"/api/workspaces/{id}" })
        {
            foreach (var reply in new[] { await Server.GetAsync(path), await Server.PutAsync(path, """{"title":"x"}""") })
            {
                // A path may also be refused by the server itself before it is routed.
                if (reply.Status == HttpStatusCode.BadRequest && path.Contains("workspaces/", StringComparison.Ordinal) && id.Contains("%00", StringComparison.Ordinal))
                {
                    continue;
                }

                reply.ShouldBeProblem(404, "WORKSPACE_NOT_FOUND");
                reply["workspace"].ValueKind.Should().Be(JsonValueKind.Null);
            }
        }

        (await Server.DeleteAsync($"/api/workspaces?id={id}")).Status.Should().Be(HttpStatusCode.OK);
    }

    [StoreFact]
    public async Task Get_LongId_IsNotFound()
    {
        (await Server.GetAsync("/api/workspaces?id=" + new string('x', 4000))).ShouldBeProblem(404, "WORKSPACE_NOT_FOUND");
    }

    [StoreFact]
    public async Task Put_AllThreeForms_ChangeOnlyWhatIsGiven()
    {
        var (id, _) = await CreateWorkspaceAsync("Desk", """{"n":1}""");

        var byBody = await Server.PutAsync("/api/workspaces", $$"""{"id":"{{id}}","title":"one"}""");
        var byQuery = await Server.PutAsync($"/api/workspaces?id={id}", """{"id":"somebody-else","data":{"n":2}}""");
        var byPath = await Server.PutAsync($"/api/workspaces/{id}", """{"title":"three"}""");

        byBody["workspace"].GetProperty("data").GetRawText().Should().Be("""{"n":1}""");
        byQuery["workspace"].GetProperty("title").GetString().Should().Be("one");
        byPath.Status.Should().Be(HttpStatusCode.OK);
        byPath.TagVersion.Should().Be(4);
        byPath["workspace"].GetProperty("title").GetString().Should().Be("three");
        byPath["workspace"].GetProperty("data").GetRawText().Should().Be("""{"n":2}""");
        byPath["workspace"].GetProperty("version").GetInt64().Should().Be(4);
    }

    [StoreFact]
    public async Task Put_WholeRecordSentBack_IsTaken()
    {
        var (id, _) = await CreateWorkspaceAsync();
        var record = (await Server.GetAsync($"/api/workspaces/{id}"))["workspace"].GetRawText();

        var reply = await Server.PutAsync("/api/workspaces", record);

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply["workspace"].GetProperty("version").GetInt64().Should().Be(2);
    }

    [StoreFact]
    public async Task Put_IfMatch_LetsOneWriterIn()
    {
        var (id, tag) = await CreateWorkspaceAsync();
        var theirs = await Server.PutAsync($"/api/workspaces/{id}", """{"title":"theirs"}""", ("If-Match", tag));
        theirs.TagVersion.Should().Be(2);
        var now = theirs.ETag!;

        foreach (var held in new[] { tag, "W/" + now, Later(now), "\"foreign\"", "\"v\"", "\"v2\"", "\"v2-\"", "\"-\"", "\"v02x-\"", "not a tag", $"{tag}, {Later(now)}" })
        {
            (await Server.PutAsync($"/api/workspaces/{id}", """{"title":"mine"}""", ("If-Match", held))).ShouldBeProblem(412, "VERSION_CONFLICT");
        }

        (await Server.GetAsync($"/api/workspaces/{id}"))["workspace"].GetProperty("title").GetString().Should().Be("theirs");
        (await Server.PutAsync($"/api/workspaces/{id}", """{"title":"a"}""", ("If-Match", $"{tag}, {now}"))).Status.Should().Be(HttpStatusCode.OK);
        (await Server.PutAsync($"/api/workspaces/{id}", """{"title":"b"}""", ("If-Match", "*"))).TagVersion.Should().Be(4);
    }

    [StoreTheory]
    [InlineData("*")]
    [InlineData("\"v1-Yk9rA0xPq1Zs\"")]
    public async Task Put_IfMatchOnAMissingOne_IsNotFound(string held)
    {
        (await Server.PutAsync("/api/workspaces/nope", """{"title":"x"}""", ("If-Match", held))).ShouldBeProblem(404, "WORKSPACE_NOT_FOUND");
    }

    [StoreTheory]
    [InlineData("/api/workspaces?id={0}")]
    [InlineData("/api/workspaces/{0}")]
    public async Task Delete_Twice_IsOkBothTimes(string form)
    {
        var (id, tag) = await CreateWorkspaceAsync();
        var path = form.Replace("{0}", id, StringComparison.Ordinal);
        (await Server.DeleteAsync(path, ("If-Match", Later(tag)))).ShouldBeProblem(412, "VERSION_CONFLICT");

        var first = await Server.DeleteAsync(path, ("If-Match", tag));
        var second = await Server.DeleteAsync(path, ("If-Match", tag));
        var third = await Server.DeleteAsync(path);

        foreach (var reply in new[] { first, second, third })
        {
            reply.Status.Should().Be(HttpStatusCode.OK);
            reply.Body.GetRawText().Should().Be("""{"ok":true}""");
            reply.CacheControl.Should().Be("no-store");
        }

        (await Server.DeleteAsync(path, ("If-Match", "*"))).ShouldBeProblem(412, "VERSION_CONFLICT");
        (await Server.GetAsync(path)).ShouldBeProblem(404, "WORKSPACE_NOT_FOUND");
    }

    [StoreFact]
    public async Task Head_AnswersAsGetWithoutABody()
    {
        var (id, tag) = await CreateWorkspaceAsync();

        var list = await Server.SendAsync(HttpMethod.Head, "/api/workspaces", null);
        var one = await Server.SendAsync(HttpMethod.Head, $"/api/workspaces/{id}", null);
        var none = await Server.SendAsync(HttpMethod.Head, "/api/workspaces?id=nope", null);

        list.Status.Should().Be(HttpStatusCode.OK);
        list.ContentType.Should().Be("application/json");
        one.ETag.Should().Be(tag);
        none.Status.Should().Be(HttpStatusCode.NotFound);
        new[] { list, one, none }.Should().OnlyContain(r => r.Body.ValueKind == JsonValueKind.Undefined);
    }

    [StoreTheory]
    [InlineData("PATCH", "/api/workspaces")]
    [InlineData("POST", "/api/workspaces/some")]
    public async Task WrongMethod_Is405WithAllow(string method, string path)
    {
        var reply = await Server.SendAsync(new HttpMethod(method), path, "{}");

        reply.Status.Should().Be(HttpStatusCode.MethodNotAllowed);
        reply.Allow.Should().Contain("GET").And.Contain("PUT").And.Contain("DELETE");
        reply.Body.ValueKind.Should().Be(JsonValueKind.Undefined);
    }

    [StoreTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Put_32ClientsAtOnce_LoseNoWrite(bool conditional)
    {
        var (id, _) = await CreateWorkspaceAsync("Desk", """{"n":0}""");
        var path = $"/api/workspaces/{id}";

        await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            if (!conditional)
            {
                var body = i % 2 == 0 ? $$"""{"title":"t{{i}}"}""" : $$$"""{"data":{"n":{{{i}}}}}""";
                (await Server.PutAsync(path, body)).Status.Should().Be(HttpStatusCode.OK);
                return;
            }

            Reply written;
            do
            {
                var read = await Server.GetAsync(path);
                var next = read["workspace"].GetProperty("data").GetProperty("n").GetInt32() + 1;
                written = await Server.PutAsync(path, $$$"""{"data":{"n":{{{next}}}}}""", ("If-Match", read.ETag!));
                written.Status.Should().BeOneOf(HttpStatusCode.OK, HttpStatusCode.PreconditionFailed);
            }
            while (written.Status != HttpStatusCode.OK);
        }));

        var final = (await Server.GetAsync(path))["workspace"];
        final.GetProperty("version").GetInt64().Should().Be(33);
        if (conditional)
        {
            final.GetProperty("data").GetProperty("n").GetInt32().Should().Be(32);
        }
        else
        {
            final.GetProperty("title").GetString().Should().StartWith("t");
            (final.GetProperty("data").GetProperty("n").GetInt32() % 2).Should().Be(1);
        }
    }

    /// <summary>The tag of a later version of the same document.</summary>
    private static string Later(string tag) => tag.Replace("\"v", "\"v9", StringComparison.Ordinal);

    private static IEnumerable<string> Titles(Reply reply) => reply["workspaces"].EnumerateArray().Select(w => w.GetProperty("title").GetString()!);
}
