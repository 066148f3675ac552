using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Ownership;

public sealed class MemoryEndpointOwnershipTests : EndpointOwnershipTests
{
    private protected override void Use(IMadLabBuilder builder)
    {
        // The memory store is what there is without a word.
    }
}

public sealed class SqliteEndpointOwnershipTests : EndpointOwnershipTests, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override void Use(IMadLabBuilder builder) => builder.UseSqlite($"Data Source={_folder.File()}");
}

/// <summary>Whatever a second caller asks of any endpoint, the first one's documents are to it as if they had never been.</summary>
public abstract class EndpointOwnershipTests : IAsyncLifetime
{
    private const string UnknownTag = "\"v1-AAAAAAAAAAAA\"";

    private OwnedApp _app = null!;

    public async Task InitializeAsync() => _app = await OwnedApp.StartAsync(Use);

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public void Endpoints_Mapped_AreAllKnownToTheseTests()
    {
        var mapped = Mapped().ToList();

        mapped.Where(e => !EndpointProbes.WithoutDocuments.Contains(e.Pattern)).Select(e => $"{e.Method} {e.Pattern}")
            .Should().BeEquivalentTo(EndpointProbes.All.Keys, "a new endpoint needs a probe, or a word that there are no documents behind it");
        mapped.Select(e => e.Pattern).Should().Contain(EndpointProbes.WithoutDocuments, "what is gone is to go from the list");
    }

    [Fact]
    public async Task EveryEndpoint_SomebodyElsesKeyAndTag_AnswersAsIfUnknown()
    {
        var before = await _app.ShownToAsync("ann");
        before.Should().Contain("secret one").And.Contain("secret two").And.Contain(OwnedApp.TemplateName).And.Contain("sse");
        var callers = 0;
        foreach (var (endpoint, probes) in EndpointProbes.All)
        {
            var method = endpoint[..endpoint.IndexOf(' ', StringComparison.Ordinal)];
            foreach (var probe in probes)
            {
                foreach (var (header, names) in new[] { ("If-Match", "tag"), ("If-None-Match", "tag"), ("If-Match", "*"), (string.Empty, string.Empty) })
                {
                    // Callers of their own, who have nothing yet: what one request writes must not show in the next.
                    callers++;
                    var (theirs, tag) = FirstOnes(probe.Area);
                    var unknown = new string('0', theirs.Length);
                    var known = await AskAsync($"bob{callers}", method, probe, theirs, header, names == "tag" ? tag : names);
                    var never = await AskAsync($"eve{callers}", method, probe, unknown, header, names == "tag" ? UnknownTag : names);

                    known.Should().Be(never, "{0} {1} {2}: {3} is not to be told from one that never was", endpoint, probe.Target, header, theirs);
                    known.Should().NotContain("secret");
                }
            }
        }

        (await _app.ShownToAsync("ann")).Should().Be(before, "nobody else can change anything of it");
    }

    [Fact]
    public async Task EveryEndpoint_ItsOwnKey_FindsIt()
    {
        (await _app.SendAsync("ann", "GET", $"/api/workspaces/{_app.WorkspaceId}")).Text.Should().Contain("secret two");
        (await _app.SendAsync("ann", "GET", $"/api/templates/{OwnedApp.TemplateName}")).Status.Should().Contain(" 200 ");
        (await _app.SendAsync("ann", "PUT", $"/api/workspaces/{_app.WorkspaceId}", """{"title":"new"}""", ("If-Match", _app.WorkspaceTag))).Status.Should().Contain(" 200 ");
        (await _app.SendAsync("ann", "DELETE", $"/api/templates/{OwnedApp.TemplateName}", null, ("If-Match", _app.TemplateTag))).Status.Should().Contain(" 200 ");
        (await _app.SendAsync("ann", "GET", "/api/preferences", null, ("If-None-Match", _app.PreferencesTag))).Status.Should().Contain(" 304 ");
    }

    [Fact]
    public async Task NobodySignedIn_SharesOneOwner_WhoIsNobodyElse()
    {
        await _app.SendAsync(null, "POST", "/api/workspaces", """{"title":"in common","data":{}}""");

        var shared = await _app.ShownToAsync(null);
        shared.Should().Contain("in common").And.NotContain("secret");
        (await _app.ShownToAsync("ann")).Should().NotContain("in common");
    }

    private protected abstract void Use(IMadLabBuilder builder);

    private async Task<string> AskAsync(string user, string method, Probe probe, string key, string header, string value)
    {
        var reply = await _app.SendAsync(
            user,
            method,
            probe.Target.Replace(EndpointProbes.Key, key, StringComparison.Ordinal),
            probe.Body?.Replace(EndpointProbes.Key, key, StringComparison.Ordinal),
            header.Length == 0 ? [] : [(header, value)]);
        return reply.WithoutKeys(key);
    }

    /// <summary>The key and the tag of what the first caller has there.</summary>
    private (string Key, string Tag) FirstOnes(string area) => area switch
    {
        "workspaces" => (_app.WorkspaceId, _app.WorkspaceTag),
        "templates" => (OwnedApp.TemplateName, _app.TemplateTag),
        _ => (OwnedApp.TemplateName, _app.PreferencesTag),
    };

    private IEnumerable<(string Method, string Pattern)> Mapped() =>
        from endpoint in _app.Endpoints.Cast<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]
        select (method, endpoint.RoutePattern.RawText!.TrimEnd('/'));
}
