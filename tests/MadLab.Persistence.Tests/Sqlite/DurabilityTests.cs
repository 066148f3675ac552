using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Sqlite;

public sealed class DurabilityTests
{
    [Fact]
    public async Task Stopped_Host_LeavesOneFile()
    {
        using var folder = new TempFolder();

        // Twice: on a new file, and on one that is there.
        for (var run = 1; run <= 2; run++)
        {
            await using var host = await StoreHarness.SqliteAsync(folder.File());
            await host.Workspaces.CreateAsync("t", Json.Of("{}"));
            File.Exists(folder.File() + "-wal").Should().BeTrue();
        }

        Directory.GetFiles(folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("store.db", "store.db.migrate.lock");
    }

    [Fact]
    public async Task AnsweredWrite_IsCommittedForAnyOtherConnection()
    {
        using var folder = new TempFolder();
        await using var host = await StoreHarness.SqliteAsync(folder.File());

        var workspace = await host.Workspaces.CreateAsync("Desk", Json.Of("{}"));

        SqliteFile.Scalar<string>(folder.File(), $"SELECT title FROM madlab_workspaces WHERE id = '{workspace.Id}'").Should().Be("Desk");
    }

    [Fact]
    public async Task Connections_HaveTheSafeSettings()
    {
        using var folder = new TempFolder();
        await using var host = await StoreHarness.SqliteAsync(folder.File(), configure: o => o.BusyTimeout = TimeSpan.FromSeconds(3));

        for (var round = 0; round < 2; round++)
        {
            await using var scope = host.Services.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<MadLabDbContext>().Database;

            (await AskAsync<string>(database, "SELECT journal_mode AS Value FROM pragma_journal_mode")).Should().Be("wal");
            (await AskAsync<long>(database, "SELECT synchronous AS Value FROM pragma_synchronous")).Should().Be(2, "that is FULL");
            (await AskAsync<long>(database, "SELECT timeout AS Value FROM pragma_busy_timeout")).Should().Be(3000);
            (await AskAsync<long>(database, "SELECT foreign_keys AS Value FROM pragma_foreign_keys")).Should().Be(1);
        }
    }

    [Fact]
    public async Task InMemory_OneDatabaseForAllConnections_EndsWithTheHost()
    {
        await using (var host = await StoreHarness.SqliteAsync(":memory:"))
        {
            await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => host.Workspaces.CreateAsync($"{i}", Json.Of("{}")))));
            (await host.Workspaces.ListAsync(100)).Items.Should().HaveCount(32);
            host.Status.IsDatabase.Should().BeTrue();
            host.Status.IsDurable.Should().BeFalse();
            await host.Status.Invoking(s => s.CheckAsync()).Should().NotThrowAsync();
        }

        await using var next = await StoreHarness.SqliteAsync(":memory:");
        (await next.Workspaces.ListAsync(100)).Items.Should().BeEmpty();
    }

    private static async Task<T> AskAsync<T>(Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade database, string sql) =>
        await database.SqlQueryRaw<T>(sql).SingleAsync();
}
