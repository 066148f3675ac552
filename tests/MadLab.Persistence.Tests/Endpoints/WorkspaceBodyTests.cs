using System.Net;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Endpoints;

public sealed class MemoryWorkspaceBodyTests() : WorkspaceBodyTests(StoreKind.Memory);

public sealed class SqliteWorkspaceBodyTests() : WorkspaceBodyTests(StoreKind.Sqlite);

public sealed class PostgreSqlWorkspaceBodyTests() : WorkspaceBodyTests(StoreKind.PostgreSql);

/// <summary>What a body may be, and what is said of one that may not.</summary>
public abstract class WorkspaceBodyTests(StoreKind kind) : EndpointSuite(kind)
{
    [StoreTheory]
    [InlineData("{}", "title,data")]
    [InlineData("""{"title":"","data":{}}""", "title")]
    [InlineData("""{"title":5,"data":{}}""", "title")]
    [InlineData("""{"title":null,"data":{}}""", "title")]
    [InlineData("""{"title":"a\u0000b","data":{}}""", "title")]
    [InlineData("""{"title":"\ud800","data":{}}""", "title")]
    [InlineData("""{"title":"t"}""", "data")]
    [InlineData("""{"title":"t","data":[]}""", "data")]
    [InlineData("""{"title":"t","data":"{}"}""", "data")]
    [InlineData("""{"title":"t","data":null}""", "data")]
    [InlineData("""{"\ud800":1,"title":7,"data":1}""", "title,data")]
    public async Task Post_InvalidMembers_AreAllNamed(string body, string fields)
    {
        (await Server.PostAsync("/api/workspaces", body)).ShouldBeInvalidBody(fields.Split(','));
    }

    [StoreTheory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"title\":\"t\",\"data\":{}} x")]
    [InlineData("{\"title\":\"t\",\"data\":{},}")]
    public async Task Post_NoObject_IsAFaultOfTheForm(string body)
    {
        (await Server.PostAsync("/api/workspaces", body)).ShouldBeInvalidBody();
    }

    [StoreTheory]
    [InlineData("""{"title":"x"}""", "id")]
    [InlineData("""{"id":"","title":"x"}""", "id")]
    [InlineData("""{"id":7,"title":"x"}""", "id")]
    [InlineData("""{"id":"a","title":""}""", "title")]
    [InlineData("""{"id":"a","title":null,"data":[]}""", "title,data")]
    public async Task Put_InvalidMembers_AreAllNamed(string body, string fields)
    {
        (await Server.PutAsync("/api/workspaces", body)).ShouldBeInvalidBody(fields.Split(','));
    }

    [StoreFact]
    public async Task Post_TitleAtTheLimit_IsTakenAndPastItIsNot()
    {
        var reply = await Server.PostAsync("/api/workspaces", $$$"""{"title":"{{{new string('é', 200)}}}","data":{}}""");
        reply.Status.Should().Be(HttpStatusCode.OK);
        reply["workspace"].GetProperty("title").GetString().Should().HaveLength(200);

        (await Server.PostAsync("/api/workspaces", $$$"""{"title":"{{{new string('é', 201)}}}","data":{}}""")).ShouldBeInvalidBody("title");
    }

    [StoreFact]
    public async Task Post_DepthAtTheLimit_IsTakenAndPastItIsNot()
    {
        static string Nested(int depth) =>
            "{\"title\":\"t\",\"data\":" + string.Concat(Enumerable.Repeat("{\"a\":", depth - 2)) + "{}" + new string('}', depth - 1);

        var deep = await Server.PostAsync("/api/workspaces", Nested(32));
        deep.Status.Should().Be(HttpStatusCode.OK);
        (await Server.GetAsync($"/api/workspaces/{deep["workspace"].GetProperty("id").GetString()}")).Status.Should().Be(HttpStatusCode.OK);

        (await Server.PostAsync("/api/workspaces", Nested(33))).ShouldBeInvalidBody();
    }

    [StoreFact]
    public async Task Post_SizeAtTheLimit_IsTakenAndPastItIs413()
    {
        const string Frame = """{"title":"t","data":{"x":""}}""";
        string Sized(int bytes) => Frame.Replace("\"\"", $"\"{new string('x', bytes - Frame.Length)}\"", StringComparison.Ordinal);

        (await Server.PostAsync("/api/workspaces", Sized(1024 * 1024))).Status.Should().Be(HttpStatusCode.OK);
        (await Server.PostAsync("/api/workspaces", Sized((1024 * 1024) + 1))).ShouldBeProblem(413, "BODY_TOO_LARGE");
    }

    [StoreTheory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task Post_NotJson_Is415(string? contentType)
    {
        var reply = await Server.SendAsync(HttpMethod.Post, "/api/workspaces", """{"title":"t","data":{}}"""u8.ToArray(), contentType);

        reply.ShouldBeProblem(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [StoreTheory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/vnd.desk+json")]
    public async Task Post_JsonByAnotherName_IsTaken(string contentType)
    {
        var reply = await Server.SendAsync(HttpMethod.Post, "/api/workspaces", """{"title":"t","data":{}}"""u8.ToArray(), contentType);

        reply.Status.Should().Be(HttpStatusCode.OK);
    }

    [StoreFact]
    public async Task Post_BytesThatAreNotUtf8_AreAFaultOfTheForm()
    {
        byte[] body = [.. """{"title":"t","data":{"x":" """u8[..^1], 0xff, .. "\"}}"u8];

        (await Server.SendAsync(HttpMethod.Post, "/api/workspaces", body, "application/json")).ShouldBeInvalidBody();
    }

    [StoreFact]
    public async Task Delete_NoId_Is400()
    {
        (await Server.DeleteAsync("/api/workspaces")).ShouldBeProblem(400, "MISSING_ID");
        (await Server.DeleteAsync("/api/workspaces?id=")).ShouldBeProblem(400, "MISSING_ID");
    }
}
