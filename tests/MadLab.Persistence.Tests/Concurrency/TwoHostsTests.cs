using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Concurrency;

/// <summary>Two hosts on one database share no lock but the database's own.</summary>
public sealed class TwoHostsTests
{
    [Fact]
    public async Task Sqlite_32WritersOfOneVersionOnTwoHosts_NoneIsLost()
    {
        using var folder = new TempFolder();
        await using var one = await StoreHarness.SqliteAsync(folder.File());
        await using var two = await StoreHarness.SqliteAsync(folder.File());
        var id = (await one.Workspaces.CreateAsync("t", Json.Of("""{"n":0}"""))).Id;
        var turn = 0;

        await LostUpdateTests.AllAsync(async () =>
        {
            var store = (Interlocked.Increment(ref turn) % 2 == 0 ? one : two).Workspaces;
            var read = (await store.FindAsync(id))!;
            await store.UpdateAsync(id, new WorkspaceChange { Data = Json.Of($$"""{"n":{{read.Data.GetProperty("n").GetInt32() + 1}}}""") }, read.Version);
        });

        var final = (await two.Workspaces.FindAsync(id))!;
        final.Data.GetProperty("n").GetInt32().Should().Be(32);
        final.Version.Should().Be(33);
    }
}
