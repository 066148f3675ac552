using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Ownership;

/// <summary>Limits that keep memory bounded hold for all owners together; those that keep one answer bounded hold for each.</summary>
public sealed class OwnedLimitTests
{
    [Fact]
    public async Task Memory_AThousandDocumentsOfTwoOwners_IsFullForBoth()
    {
        await using var host = await StoreHarness.MemoryAsync();
        var (ann, bob) = (host.Workspaces.OwnedBy("ann"), host.Workspaces.OwnedBy("bob"));
        var last = string.Empty;
        for (var i = 0; i < 500; i++)
        {
            last = (await ann.CreateAsync("t", Json.Of("{}"))).Id;
            await bob.CreateAsync("t", Json.Of("{}"));
        }

        foreach (var owner in new[] { "ann", "bob", "eve", string.Empty })
        {
            await ShouldBeFullAsync(() => host.Workspaces.OwnedBy(owner).CreateAsync("t", Json.Of("{}")));
            await ShouldBeFullAsync(() => host.Templates.OwnedBy(owner).UpsertAsync(Json.Template()));
        }

        await ann.DeleteAsync(last);
        (await host.Templates.OwnedBy("eve").UpsertAsync(Json.Template())).Version.Should().Be(1);
    }

    [Fact]
    public async Task Memory_PreferencesOfEndlessOwners_AreFullAtTenThousand()
    {
        await using var host = await StoreHarness.MemoryAsync();
        for (var i = 0; i < 10_000; i++)
        {
            await host.Preferences.OwnedBy($"{i}").PutAsync(new Preferences());
        }

        await ShouldBeFullAsync(() => host.Preferences.OwnedBy("one more").PutAsync(new Preferences()));
        (await host.Preferences.OwnedBy("7").PutAsync(new Preferences(), expectedVersion: 1)).Should().Be(2, "what is there can still be changed");
    }

    [Fact]
    public async Task Sqlite_AThousandTemplatesOfOneOwner_LeaveRoomForAnother()
    {
        using var folder = new TempFolder();
        await using var host = await StoreHarness.SqliteAsync(folder.File());
        SqliteFile.Execute(folder.File(), """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
            INSERT INTO madlab_templates (id, owner, name, kind, title, widgets, version, created_at, updated_at)
            SELECT printf('%032d', i), 'ann', 't' || i, 'charting', 't', '[]', 1, 0, 0 FROM n
            """);

        await ShouldBeFullAsync(() => host.Templates.OwnedBy("ann").UpsertAsync(Json.Template()));
        (await host.Templates.OwnedBy("bob").UpsertAsync(Json.Template())).Version.Should().Be(1);
        (await host.Templates.OwnedBy("bob").ListAsync()).Should().ContainSingle();
    }

    private static async Task ShouldBeFullAsync(Func<Task> write) =>
        (await write.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Full);
}
