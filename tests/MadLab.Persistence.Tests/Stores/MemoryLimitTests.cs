using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Stores;

public sealed class MemoryLimitTests
{
    [Fact]
    public async Task CreateAsync_PastAThousandDocuments_IsFullUntilOneGoes()
    {
        await using var host = await StoreHarness.MemoryAsync();
        var template = await host.Templates.UpsertAsync(Json.Template());
        var last = string.Empty;
        for (var i = 0; i < 999; i++)
        {
            last = (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Id;
        }

        var workspace = () => host.Workspaces.CreateAsync("t", Json.Of("{}"));
        var other = () => host.Templates.UpsertAsync(Json.Template("Other"));
        (await workspace.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Full);
        (await other.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Full);

        // What is there can still be changed.
        (await host.Templates.UpsertAsync(Json.Template())).Version.Should().Be(template.Version + 1);
        (await host.Workspaces.UpdateAsync(last, new WorkspaceChange { Title = "u" }))!.Version.Should().Be(2);
        await host.Workspaces.DeleteAsync(last);
        (await other()).Name.Should().Be("Other");
    }

    [Fact]
    public async Task CreateAsync_Past64MiB_IsFullAndChangesNothing()
    {
        await using var host = await StoreHarness.MemoryAsync();
        var mebibyte = Json.Of($$"""{"x":"{{new string('x', (1024 * 1024) - 20)}}"}""");
        var ids = new List<string>();
        for (var i = 0; i < 64; i++)
        {
            ids.Add((await host.Workspaces.CreateAsync("t", mebibyte)).Id);
        }

        var create = () => host.Workspaces.CreateAsync("t", mebibyte);
        (await create.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Full);
        var small = await host.Workspaces.CreateAsync("small", Json.Of("{}"));
        var grow = () => host.Workspaces.UpdateAsync(small.Id, new WorkspaceChange { Title = "grown", Data = mebibyte });
        (await grow.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Full);
        (await host.Workspaces.FindAsync(small.Id))!.Title.Should().Be("small");

        await host.Workspaces.UpdateAsync(ids[0], new WorkspaceChange { Data = Json.Of("{}") });
        (await grow())!.Version.Should().Be(2);
    }
}
