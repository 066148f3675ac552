using System.Net;
using System.Security.Claims;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Ownership;

/// <summary>A host that has its own word on who owns what.</summary>
public sealed class HostOwnerTests
{
    private const string Workspace = """{"title":"t","data":{}}""";

    [Theory]
    [InlineData(null)]
    [InlineData("a-secret-name-of-201-characters")]
    [InlineData("a\0b")]
    public async Task EveryCall_OwnerThatCannotBe_Is500AndStoresNothing(string? owner)
    {
        var given = owner is { Length: > 3 } ? owner.PadRight(201, 'x') : owner;
        var logs = new RecordedLogs();
        await using var server = await StoreServer.StartAsync(builder => builder.Services.AddSingleton<IMadLabOwner>(new FixedOwner(given!)), logs: logs);

        (await server.PostAsync("/api/workspaces", Workspace)).ShouldBeProblem(500, "INTERNAL_ERROR");
        (await server.GetAsync("/api/templates")).ShouldBeProblem(500, "INTERNAL_ERROR");
        (await server.PutAsync("/api/preferences", "{}")).ShouldBeProblem(500, "INTERNAL_ERROR");

        logs.Lines.Should().Contain(line => line.Contains("FixedOwner gave an owner that cannot be used.", StringComparison.Ordinal));
        logs.Lines.Should().NotContain(line => line.Contains("a-secret-name", StringComparison.Ordinal));
        (await server.Services.GetRequiredService<IWorkspaceStore>().ListAsync(10)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task ScopedOwner_IsAskedOncePerRequest()
    {
        await using var server = await StoreServer.StartAsync(builder => builder.Services.AddScoped<IMadLabOwner, CountingOwner>().AddSingleton<Count>());
        var created = await server.PostAsync("/api/workspaces", Workspace);
        var id = created["workspace"].GetProperty("id").GetString();
        await server.PutAsync($"/api/workspaces/{id}", """{"title":"u"}""", ("If-Match", created.ETag!), ("If-Match", "\"v9-x\""));
        await server.PostAsync("/api/templates", """{"name":"n","kind":"k","title":"t"}""", ("If-Match", "*"));
        await server.PutAsync("/api/preferences", "{}");

        server.Services.GetRequiredService<Count>().Asked.Should().Be(4);
    }

    [Fact]
    public async Task OffHttp_SameCaller_SeesWhatTheRequestWrote()
    {
        await using var server = await StoreServer.StartAsync(builder => HeaderSignIn.Add(builder.Services));
        await server.PostAsync("/api/workspaces", Workspace, ("X-User", "ann"));
        var caller = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ann")], "job"));

        var owner = await server.Services.GetRequiredService<IMadLabOwner>().GetOwnerAsync(caller);
        var workspaces = server.Services.GetRequiredService<IWorkspaceStore>();

        (await workspaces.OwnedBy(owner).ListAsync(10)).Items.Should().ContainSingle();
        (await workspaces.ListAsync(10)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task OneOwnerForAll_KeepsDocumentsInCommon()
    {
        await using var server = await StoreServer.StartAsync(builder =>
        {
            HeaderSignIn.Add(builder.Services);
            builder.Services.AddSingleton<IMadLabOwner>(new FixedOwner(string.Empty));
        });
        await server.PostAsync("/api/workspaces", Workspace, ("X-User", "ann"));

        (await server.GetAsync("/api/workspaces", ("X-User", "bob")))["workspaces"].GetArrayLength().Should().Be(1);
        (await server.GetAsync("/api/workspaces"))["workspaces"].GetArrayLength().Should().Be(1);
    }

    [Theory]
    [InlineData("/api/preferences")]
    [InlineData("/api/templates/Desk")]
    public async Task SameAddressTwoCallers_TagOfTheOne_IsNoAnswerForTheOther(string path)
    {
        await using var server = await StoreServer.StartAsync(builder => HeaderSignIn.Add(builder.Services));
        foreach (var user in new[] { "ann", "bob" })
        {
            await server.PostAsync("/api/templates", $$"""{"name":"Desk","kind":"k","title":"{{user}}"}""", ("X-User", user));
            await server.PutAsync("/api/preferences", """{"streamMode":"sse"}""", ("X-User", user));
        }

        var anns = await server.GetAsync(path, ("X-User", "ann"));
        var bobs = await server.GetAsync(path, ("X-User", "bob"), ("If-None-Match", anns.ETag!));

        anns.CacheControl.Should().Contain("private").And.Contain("no-cache");
        anns.TagVersion.Should().Be(bobs.TagVersion);
        bobs.Status.Should().Be(HttpStatusCode.OK);
        bobs.ETag.Should().NotBe(anns.ETag);
    }

    [Fact]
    public async Task EveryRead_SaysThatItDependsOnTheCaller()
    {
        await using var server = await StoreServer.StartAsync(static _ => { });
        foreach (var path in new[] { "/api/preferences", "/api/templates", "/api/workspaces", "/api/workspaces/unknown", "/api/templates?name=unknown" })
        {
            using var response = await server.Client.GetAsync(new Uri(path, UriKind.Relative));

            response.Headers.Vary.Should().BeEquivalentTo("Authorization", "Cookie");
            (response.Headers.CacheControl!.Private || response.Headers.CacheControl.NoStore).Should().BeTrue();
        }
    }

    private sealed class FixedOwner(string owner) : IMadLabOwner
    {
        public ValueTask<string> GetOwnerAsync(ClaimsPrincipal caller, CancellationToken cancellationToken = default) => ValueTask.FromResult(owner);
    }

    private sealed class Count
    {
        public int Asked { get; set; }
    }

    private sealed class CountingOwner(Count count) : IMadLabOwner
    {
        public ValueTask<string> GetOwnerAsync(ClaimsPrincipal caller, CancellationToken cancellationToken = default)
        {
            count.Asked++;
            return ValueTask.FromResult("one");
        }
    }
}
