using System.Net;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Endpoints;

public sealed class MemoryDocumentTagTests() : DocumentTagTests(StoreKind.Memory);

public sealed class SqliteDocumentTagTests() : DocumentTagTests(StoreKind.Sqlite);

public sealed class PostgreSqlDocumentTagTests() : DocumentTagTests(StoreKind.PostgreSql);

/// <summary>A tag belongs to one version of one document, and never to another that happens to be as old.</summary>
public abstract class DocumentTagTests(StoreKind kind) : EndpointSuite(kind)
{
    private const string Path = "/api/templates/Desk";

    [StoreFact]
    public async Task Template_DeletedAndMadeAgain_HasAnotherTag()
    {
        var old = (await PostAsync("mine")).ETag!;
        await Server.DeleteAsync(Path);
        var now = (await PostAsync("theirs")).ETag!;

        now.Should().NotBe(old);
        var read = await Server.GetAsync(Path, ("If-None-Match", old));
        read.Status.Should().Be(HttpStatusCode.OK);
        read["template"].GetProperty("title").GetString().Should().Be("theirs");
        (await Server.DeleteAsync(Path, ("If-Match", old))).ShouldBeProblem(412, "VERSION_CONFLICT");
        (await Server.DeleteAsync("/api/templates?name=Desk", ("If-Match", old))).ShouldBeProblem(412, "VERSION_CONFLICT");
        (await PostAsync("mine again", ("If-Match", old))).ShouldBeProblem(412, "VERSION_CONFLICT");
        (await Server.GetAsync(Path)).ETag.Should().Be(now);
        (await Server.DeleteAsync(Path, ("If-Match", $"{old}, {now}"))).Status.Should().Be(HttpStatusCode.OK);
    }

    [StoreFact]
    public async Task Template_TagOfAnother_Is412()
    {
        var desk = (await PostAsync("mine")).ETag!;
        var other = (await Server.PostAsync("/api/templates", """{"name":"Other","kind":"charting","title":"t"}""")).ETag!;

        (await Server.DeleteAsync(Path, ("If-Match", other))).ShouldBeProblem(412, "VERSION_CONFLICT");
        (await PostAsync("changed", ("If-Match", other))).ShouldBeProblem(412, "VERSION_CONFLICT");
        (await PostAsync("changed", ("If-Match", desk))).Status.Should().Be(HttpStatusCode.OK);
    }

    [StoreFact]
    public async Task Workspace_TagOfAnother_Is412()
    {
        var (one, tagOfOne) = await CreateWorkspaceAsync("one");
        var (_, tagOfTwo) = await CreateWorkspaceAsync("two");
        var path = $"/api/workspaces/{one}";

        (await Server.PutAsync(path, """{"title":"x"}""", ("If-Match", tagOfTwo))).ShouldBeProblem(412, "VERSION_CONFLICT");
        (await Server.DeleteAsync(path, ("If-Match", tagOfTwo))).ShouldBeProblem(412, "VERSION_CONFLICT");
        (await Server.GetAsync(path, ("If-None-Match", tagOfTwo))).Status.Should().Be(HttpStatusCode.OK);
        (await Server.PutAsync(path, """{"title":"x"}""", ("If-Match", $"{tagOfTwo}, {tagOfOne}"))).Status.Should().Be(HttpStatusCode.OK);
    }

    private Task<Reply> PostAsync(string title, params (string Name, string Value)[] headers) =>
        Server.PostAsync("/api/templates", $$"""{"name":"Desk","kind":"charting","title":"{{title}}"}""", headers);
}
