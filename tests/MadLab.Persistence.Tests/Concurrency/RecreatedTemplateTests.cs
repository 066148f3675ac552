using System.Net;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Concurrency;

public sealed class MemoryRecreatedTemplateTests() : RecreatedTemplateTests(StoreKind.Memory);

public sealed class SqliteRecreatedTemplateTests() : RecreatedTemplateTests(StoreKind.Sqlite);

public sealed class PostgreSqlRecreatedTemplateTests() : RecreatedTemplateTests(StoreKind.PostgreSql);

/// <summary>A template that is deleted and made anew between a conditional request's look and its write is not the one that was read, though its version is.</summary>
public abstract class RecreatedTemplateTests(StoreKind kind) : IAsyncLifetime
{
    private const string Path = "/api/templates/Desk";

    private readonly Meddler _meddler = new();
    private StorePlace _place = null!;
    private StoreServer _server = null!;

    public async Task InitializeAsync()
    {
        _place = await StorePlace.CreateAsync(kind);
        _server = await StoreServer.StartAsync(builder =>
        {
            _place.Use(builder);
            MeddledTemplates.Wrap(builder, _meddler);
        });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _place.DisposeAsync();
    }

    [StoreFact]
    public async Task Post_RecreatedAfterTheLook_Is412AndTheNewOneStays()
    {
        var mine = (await PostAsync("mine")).ETag!;
        _meddler.Next = RecreateAsync;

        (await PostAsync("mine again", mine)).ShouldBeProblem(412, "VERSION_CONFLICT");

        await ShouldBeTheirsAsync();
    }

    [StoreFact]
    public async Task Delete_RecreatedAfterTheLook_Is412AndTheNewOneStays()
    {
        var mine = (await PostAsync("mine")).ETag!;
        _meddler.Next = RecreateAsync;

        (await _server.DeleteAsync(Path, ("If-Match", mine))).ShouldBeProblem(412, "VERSION_CONFLICT");

        await ShouldBeTheirsAsync();
    }

    [StoreFact]
    public async Task PostAny_DeletedAfterTheLook_Is412AndCreatesNone()
    {
        await PostAsync("mine");
        _meddler.Next = templates => templates.DeleteAsync("Desk");

        (await PostAsync("mine again", "*")).ShouldBeProblem(412, "VERSION_CONFLICT");

        (await _server.GetAsync(Path)).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [StoreFact]
    public async Task PostAny_WrittenAfterTheLook_Replaces()
    {
        await PostAsync("mine");
        _meddler.Next = templates => templates.UpsertAsync(Json.Template(title: "theirs"));

        var reply = await PostAsync("mine again", "*");

        reply.Status.Should().Be(HttpStatusCode.OK);
        reply.TagVersion.Should().Be(3);
    }

    private static async Task RecreateAsync(ITemplateStore templates)
    {
        await templates.DeleteAsync("Desk");
        await templates.UpsertAsync(Json.Template(title: "theirs"));
    }

    private async Task ShouldBeTheirsAsync()
    {
        var read = await _server.GetAsync(Path);
        read["template"].GetProperty("title").GetString().Should().Be("theirs");
        read.TagVersion.Should().Be(1);
    }

    private Task<Reply> PostAsync(string title, string? ifMatch = null) => _server.PostAsync(
        "/api/templates",
        $$"""{"name":"Desk","kind":"charting","title":"{{title}}"}""",
        ifMatch is null ? [] : [("If-Match", ifMatch)]);
}
