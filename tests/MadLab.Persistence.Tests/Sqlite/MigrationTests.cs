using FluentAssertions;
using MadLab.Persistence.Sqlite.Engine;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Sqlite;

public sealed class MigrationTests
{
    private const string Initial = "20260101000000_Initial";
    private const string Notes = "20260201000000_SchemaNotes";
    private const string Page = "20261126000000_PagePreferences";
    private const string History = """CREATE TABLE "__EFMigrationsHistory" ("MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY, "ProductVersion" TEXT NOT NULL);""";
    private const string AbandonedLock = """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');""";

    [Fact]
    public async Task MigrateAsync_AfterTheStart_HasNothingToDo()
    {
        using var folder = new TempFolder();
        await using var host = await StoreHarness.SqliteAsync(folder.File());

        (await host.Database.GetPendingMigrationsAsync()).Should().BeEmpty();
        await host.Database.MigrateAsync();
        await host.Database.MigrateAsync();

        SqliteFile.Scalar<string>(folder.File(), """SELECT group_concat("MigrationId") FROM "__EFMigrationsHistory" """).Should().Be($"{Initial},{Notes},{Page}");
    }

    [Fact]
    public async Task MigrateAsync_WithoutAStartedHost_MakesTheDatabase()
    {
        using var folder = new TempFolder();
        var services = new ServiceCollection();
        new MadLab.Http.MadLabBuilder(services).UseSqlite($"Data Source={folder.File(Path.Combine("sub", "a.db"))}");
        await using var provider = services.BuildServiceProvider();
        var database = provider.GetRequiredService<IMadLabDatabase>();

        (await database.GetPendingMigrationsAsync()).Should().Equal(Initial, Notes, Page);
        await database.MigrateAsync();

        (await database.GetPendingMigrationsAsync()).Should().BeEmpty();
        (await provider.GetRequiredService<IWorkspaceStore>().CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
    }

    [Fact]
    public async Task Start_ManyHostsOnOneNewFile_MigrateOnce()
    {
        using var folder = new TempFolder();

        var hosts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => StoreHarness.SqliteAsync(folder.File()))));

        foreach (var host in hosts)
        {
            await host.Workspaces.CreateAsync("t", Json.Of("{}"));
        }

        (await hosts[0].Workspaces.ListAsync(10)).Items.Should().HaveCount(6);
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Start_BreakingMigrationOfALaterVersionWhileOneOfOursIsPending_RefusesAndMigratesNothing()
    {
        using var folder = new TempFolder();
        await using (await StoreHarness.SqliteAsync(folder.File()))
        {
        }

        SqliteFile.Execute(folder.File(), $"""
            DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '{Initial}';
            INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Later', '11.0.0');
            INSERT INTO madlab_schema VALUES ('20990101000000_Later', '99.4.0');
            """);
        await using var host = await StoreHarness.SqliteAsync(folder.File(), configure: options => options.MigrateAtStart = true);

        var read = () => host.Workspaces.ListAsync(1);
        (await read.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("99.4.0");
        (await host.Database.GetSchemaAsync()).NeededVersion.Should().Be("99.4.0");
        var migrate = () => host.Database.MigrateAsync();
        (await migrate.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("99.4.0");
        SqliteFile.Scalar<long>(folder.File(), """SELECT COUNT(*) FROM "__EFMigrationsHistory" """).Should().Be(3);
    }

    [Fact]
    public async Task Start_AnotherVersionMigratesWhileItWaits_LeavesTheRestToTheOperator()
    {
        using var folder = new TempFolder();
        var time = new ManualTimeProvider();
        await using var held = await MigrationFileLock.AcquireAsync(folder.File(), time, CancellationToken.None);
        var starting = Task.Run(() => StoreHarness.SqliteAsync(folder.File(), time, options => options.MigrateAtStart = false));

        // The limit of the migration, that of the start, and the pause before it tries the lock again: it has seen an empty database.
        await Eventually.AskAsync(() => Task.FromResult(time.TimerCount), count => count >= 3);
        SqliteFile.Execute(folder.File(), History + $"""INSERT INTO "__EFMigrationsHistory" VALUES ('{Initial}', '10.0.0');""");
        await held.DisposeAsync();
        time.Advance(TimeSpan.FromMilliseconds(50));
        await using var host = await starting.WaitAsync(TimeSpan.FromSeconds(30));

        var read = () => host.Workspaces.ListAsync(1);
        (await read.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("run `migrate`");
        SqliteFile.Scalar<long>(folder.File(), """SELECT COUNT(*) FROM "__EFMigrationsHistory" """).Should().Be(1);
    }

    [Fact]
    public async Task AcquireAsync_FileThatCannotBeOpened_FailsInsteadOfWaiting()
    {
        if (OperatingSystem.IsWindows())
        {
            // Such a link takes a right there that tests seldom have.
            return;
        }

        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.File() + ".migrate.lock", folder.File() + ".migrate.lock");

        var acquire = () => MigrationFileLock.AcquireAsync(folder.File(), new ManualTimeProvider(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        await acquire.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task Start_LockAbandonedByAKilledMigration_IsTakenOver()
    {
        using var folder = new TempFolder();
        SqliteFile.Execute(folder.File(), AbandonedLock);
        var logs = new RecordedLogs();

        await using var host = await StoreHarness.StartAsync(builder => builder.UseSqlite($"Data Source={folder.File()}"), logs: logs);

        await host.Status.CheckAsync();
        logs.Lines.Should().Contain(line => line.Contains("AbandonedMigrationLock", StringComparison.Ordinal));
        SqliteFile.Scalar<long>(folder.File(), """SELECT COUNT(*) FROM "__EFMigrationsLock" """).Should().Be(0);
    }

    [Fact]
    public async Task Start_NothingPending_LeavesAnAbandonedLockAlone()
    {
        using var folder = new TempFolder();
        await using (await StoreHarness.SqliteAsync(folder.File()))
        {
        }

        SqliteFile.Execute(folder.File(), """INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00')""");
        await using var host = await StoreHarness.SqliteAsync(folder.File());

        (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
        await host.Database.MigrateAsync();
        SqliteFile.Scalar<long>(folder.File(), """SELECT COUNT(*) FROM "__EFMigrationsLock" """).Should().Be(0);
    }

    [Fact]
    public async Task Start_AnotherProcessMigratesTooLong_RunsWithoutItsStoreUntilItCan()
    {
        using var folder = new TempFolder();
        StoreHarness host;
        await using (new FileStream(folder.File() + ".migrate.lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            host = await StoreHarness.SqliteAsync(folder.File(), configure: o => o.MigrationTimeout = TimeSpan.FromSeconds(1));
            var check = () => host.Status.CheckAsync();
            (await check.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Unavailable);
        }

        await using (host)
        {
            await host.Database.MigrateAsync();
            await Eventually.SucceedsAsync(() => host.Workspaces.CreateAsync("t", Json.Of("{}")));
        }
    }

    [Fact]
    public async Task Start_PendingAndNotToBeMigrated_SaysSoUntilSomebodyMigrates()
    {
        using var folder = new TempFolder();

        // A database of an older version: it has a history, and lacks what came since.
        SqliteFile.Execute(folder.File(), History + """INSERT INTO "__EFMigrationsHistory" VALUES ('20250101000000_Older', '10.0.5')""");
        var time = new ManualTimeProvider();
        var logs = new RecordedLogs();
        await using var host = await StoreHarness.StartAsync(
            builder => builder.UseSqlite($"Data Source={folder.File()}"), time, logs, ("MadLab:Persistence:MigrateAtStart", "false"));

        var write = () => host.Workspaces.CreateAsync("t", Json.Of("{}"));
        (await write.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("`migrate`");
        var check = () => host.Status.CheckAsync();
        (await check.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Unavailable);
        logs.Lines.Should().ContainSingle(line => line.Contains("StoreUnavailable", StringComparison.Ordinal)).Which.Should().Contain("`migrate`");
        (await host.Database.GetPendingMigrationsAsync()).Should().Equal(Initial, Notes, Page);

        await host.Database.MigrateAsync();
        time.Advance(TimeSpan.FromSeconds(1));

        (await write()).Version.Should().Be(1);
        await host.Status.CheckAsync();
    }
}
