using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MadLab.Persistence.Tests.Sqlite;

public sealed class DurabilityTests
{
    [Fact]
    public async Task Reopened_File_HoldsEverything()
    {
        using var folder = new TempFolder();
        var file = folder.File(Path.Combine("new", "deep", "store.db"));
        Workspace workspace;
        await using (var first = await StoreHarness.SqliteAsync(file))
        {
            workspace = await first.Workspaces.CreateAsync("Desk", Json.Of("""{"n":1}"""));
            workspace = (await first.Workspaces.UpdateAsync(workspace.Id, new WorkspaceChange { Title = "Desk 2" }))!;
            await first.Templates.UpsertAsync(Json.Template());
            await first.Preferences.PutAsync(new Preferences { StreamMode = "polling" });
            await first.OperatorSettings.PutAsync(new OperatorSetting("live-data", "false", "ann", DateTimeOffset.UnixEpoch));
        }

        await using var second = await StoreHarness.SqliteAsync(file);

        (await second.Workspaces.FindAsync(workspace.Id)).Should().BeEquivalentTo(workspace, options => options.Excluding(w => w.Data));
        (await second.Templates.ListAsync()).Should().ContainSingle();
        (await second.Preferences.GetAsync()).Preferences.StreamMode.Should().Be("polling");
        (await second.OperatorSettings.ListAsync()).Should().ContainSingle();
        (await second.Workspaces.CreateAsync("later", Json.Of("{}"))).Id.Should().NotBe(workspace.Id);
        (await second.Workspaces.ListAsync(10)).Items.Select(w => w.Title).Should().Equal("later", "Desk 2");
    }

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
    public async Task Writes_OfDifferentValues_AreCompiledOnce()
    {
        using var folder = new TempFolder();
        var logs = new RecordedLogs(LogLevel.Debug);
        await using var host = await StoreHarness.StartAsync(builder => builder.UseSqlite($"Data Source={folder.File()}"), logs: logs);
        var id = (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Id;
        int Compiled() => logs.Lines.Count(line => line.Contains("QueryCompilationStarting", StringComparison.Ordinal));
        async Task WriteAsync(int i)
        {
            await host.Workspaces.UpdateAsync(id, new WorkspaceChange { Title = $"{i}", Data = Json.Of($"{{\"n\":{i}}}") });
            await host.Templates.UpsertAsync(Json.Template($"{i}"));
            await host.Templates.UpsertAsync(Json.Template($"{i}", $"{i}"));
            await host.Preferences.PutAsync(new Preferences { PollingIntervalMs = i });
        }

        await WriteAsync(1);
        await WriteAsync(2);
        var first = Compiled();
        for (var i = 3; i < 10; i++)
        {
            await WriteAsync(i);
        }

        // Other tests of this process may have compiled the same statements before: only growth tells.
        logs.Lines.Should().Contain(line => line.Contains("CommandExecuted", StringComparison.Ordinal));
        Compiled().Should().Be(first, "a value in the text of a statement would grow EF's cache with every write");
    }

    [Fact]
    public async Task Logs_AtInformation_HoldNoStatementAndNoPath()
    {
        using var folder = new TempFolder();
        var logs = new RecordedLogs();
        await using (var host = await StoreHarness.StartAsync(builder => builder.UseSqlite($"Data Source={folder.File()}"), logs: logs))
        {
            await host.Workspaces.CreateAsync("secret-title", Json.Of("{}"));
        }

        logs.Lines.Should().Contain(line => line.Contains("Migrated", StringComparison.Ordinal));
        logs.Lines.Should().NotContain(line => line.Contains("INSERT", StringComparison.Ordinal) || line.Contains(folder.Path, StringComparison.Ordinal) || line.Contains("secret-title", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TwoHosts_OnOneFile_LoseNoWrite()
    {
        using var folder = new TempFolder();
        await using var left = await StoreHarness.SqliteAsync(folder.File());
        await using var right = await StoreHarness.SqliteAsync(folder.File());
        var id = (await left.Workspaces.CreateAsync("t", Json.Of("{}"))).Id;

        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
            (i % 2 == 0 ? left : right).Workspaces.UpdateAsync(id, new WorkspaceChange { Title = $"{i}" }))));

        (await right.Workspaces.FindAsync(id))!.Version.Should().Be(33);
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
