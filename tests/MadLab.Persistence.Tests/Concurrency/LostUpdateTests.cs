using System.Globalization;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Concurrency;

public sealed class MemoryLostUpdateTests() : LostUpdateTests(sqlite: false);

public sealed class SqliteLostUpdateTests() : LostUpdateTests(sqlite: true);

/// <summary>32 writers who each read, add one and write under the version they read: the sum is 32, or an update was lost.</summary>
public abstract class LostUpdateTests(bool sqlite) : StoreSuite(sqlite)
{
    private const int Writers = 32;

    [Fact]
    public async Task Templates_32WritersOfOneVersion_NoneIsLost()
    {
        var store = Host.Templates.OwnedBy("ann");
        await store.UpsertAsync(Json.Template(title: "0"));

        await AllAsync(async () =>
        {
            var read = (await store.FindAsync("Desk"))!;
            await store.UpsertAsync(Json.Template(title: Next(read.Title)), read.Version);
        });

        var final = (await store.FindAsync("Desk"))!;
        (final.Title, final.Version).Should().Be(("32", 33));
    }

    [Fact]
    public async Task Templates_32WritersOfANameThatIsNew_NoneIsLost()
    {
        var store = Host.Templates.OwnedBy("ann");

        await AllAsync(async () =>
        {
            var read = await store.FindAsync("Desk");
            await store.UpsertAsync(Json.Template(title: Next(read?.Title ?? "0")), read?.Version ?? 0);
        });

        var final = (await store.FindAsync("Desk"))!;
        (final.Title, final.Version).Should().Be(("32", 32));
    }

    [Fact]
    public async Task Preferences_32WritersOfOneVersion_NoneIsLost()
    {
        var store = Host.Preferences.OwnedBy("ann");

        await AllAsync(async () =>
        {
            var read = await store.GetAsync();
            await store.PutAsync(new Preferences { CacheTtlMs = (read.Preferences.CacheTtlMs ?? 0) + 1 }, read.Version);
        });

        (await store.GetAsync()).Should().Be(new VersionedPreferences(new Preferences { CacheTtlMs = Writers }, Writers));
    }

    [Fact]
    public async Task Workspaces_32DeletesOfOneVersion_OneDeletes()
    {
        var store = Host.Workspaces.OwnedBy("ann");
        var created = await store.CreateAsync("t", Json.Of("{}"));

        var deleted = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => store.DeleteAsync(created.Id, created.Version))));

        deleted.Should().ContainSingle(d => d);
        (await store.FindAsync(created.Id)).Should().BeNull();
    }

    [Fact]
    public async Task Workspaces_DeleteAmongWriters_EveryWriteThatCountsWasBeforeIt()
    {
        var store = Host.Workspaces.OwnedBy("ann");
        var created = await store.CreateAsync("0", Json.Of("{}"));

        var outcomes = await Task.WhenAll(Enumerable.Range(1, Writers).Select(i => Task.Run(async () => i == Writers / 2
            ? await store.DeleteAsync(created.Id) ? 0 : -1
            : (await store.UpdateAsync(created.Id, new WorkspaceChange { Title = $"{i}" }))?.Version ?? -1)));

        // Whoever wrote got a version of its own, without a gap; whoever came after the delete found nothing.
        var versions = outcomes.Where(v => v > 0).Order().ToArray();
        versions.Should().Equal(Enumerable.Range(2, versions.Length).Select(v => (long)v));
        outcomes.Should().ContainSingle(v => v == 0);
        (await store.FindAsync(created.Id)).Should().BeNull();
    }

    /// <summary>Runs a read and a conditional write 32 times at once, each until it was the one that wrote.</summary>
    internal static Task AllAsync(Func<Task> readAndWrite) => Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
    {
        while (true)
        {
            try
            {
                await readAndWrite();
                return;
            }
            catch (StoreException e) when (e.Kind == StoreErrorKind.VersionConflict)
            {
                // Read again and decide, as the message says.
            }
        }
    })));

    private static string Next(string number) => (int.Parse(number, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
}
