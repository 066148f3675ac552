using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using MadLab.TestSupport.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

public sealed class MigrationTests
{
    private const string Initial = "20260101000000_Initial";
    private const string Page = "20261126000000_PagePreferences";
    private const string History = """CREATE TABLE madlab_migrations ("MigrationId" varchar(150) NOT NULL CONSTRAINT "PK_madlab_migrations" PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL);""";

    [PostgresFact]
    public async Task MigrateAsync_AfterTheStart_HasNothingToDo()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using var host = await StartAsync(database);

        (await host.Database.GetPendingMigrationsAsync()).Should().BeEmpty();
        await host.Database.MigrateAsync();
        await host.Database.MigrateAsync();

        (await database.ColumnAsync("""SELECT "MigrationId" FROM madlab_migrations""")).Should().Equal(Initial, Page);
        (await LocksAsync(database)).Should().Be(0);
    }

    [PostgresFact]
    public async Task Start_DatabaseThatDoesNotExist_MakesItInUtf8()
    {
        var database = (await PostgresServer.SharedAsync()).Reserve();
        var logs = new RecordedLogs();

        await using var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString), logs: logs);

        (await host.Workspaces.CreateAsync("é 😀", Json.Of("{}"))).Version.Should().Be(1);
        (await database.ScalarAsync<string>("SHOW server_encoding")).Should().Be("UTF8");
        logs.Lines.Should().ContainSingle(line => line.Contains("DatabaseCreated", StringComparison.Ordinal));
        logs.Lines.Should().ContainSingle(line => line.Contains("Migrated", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task Start_DatabaseThatItsUserMayNotMake_SaysWhatToDo()
    {
        var server = await PostgresServer.SharedAsync();
        await server.ExecuteAsync("CREATE ROLE guest LOGIN PASSWORD 'hunter2'");
        var logs = new RecordedLogs();

        await using var host = await StoreHarness.StartAsync(
            builder => builder.UsePostgreSql($"Host=127.0.0.1;Port={server.Port};Database=nowhere;Username=guest;Password=hunter2"), logs: logs);

        (await ShouldBeDownAsync(host)).Should().Contain("does not exist").And.Contain("CREATE DATABASE");
        logs.Lines.Should().ContainSingle(line => line.Contains("StoreUnavailable", StringComparison.Ordinal)).Which.Should().Contain("CREATE DATABASE").And.NotContain("hunter2");
    }

    [PostgresFact]
    public async Task Start_UserWithoutRightsOnTheSchema_SaysWhatIsMissing()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateAsync();
        await server.ExecuteAsync("CREATE ROLE reader LOGIN PASSWORD 'reader'");

        await using var host = await StoreHarness.StartAsync(
            builder => builder.UsePostgreSql($"Host=127.0.0.1;Port={server.Port};Database={database.Name};Username=reader;Password=reader"));

        (await ShouldBeDownAsync(host)).Should().Contain("lacks a right");
    }

    [PostgresFact]
    public async Task Start_ManyHostsOnADatabaseThatDoesNotExist_MakeAndMigrateItOnce()
    {
        var database = (await PostgresServer.SharedAsync()).Reserve();

        var hosts = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => StartAsync(database, o => o.Schema = "deep"))));

        foreach (var host in hosts)
        {
            await host.Workspaces.CreateAsync("t", Json.Of("{}"));
        }

        (await hosts[0].Workspaces.ListAsync(10)).Items.Should().HaveCount(6);
        (await LocksAsync(database)).Should().Be(0);
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Start_BehindATransactionPool_MigratesWithoutALockOfTheSession()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();

        var hosts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString + ";No Reset On Close=true")))));

        foreach (var host in hosts)
        {
            (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
            await host.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Start_AnotherSessionMigratesTooLong_SaysWhatToDoAndServesOnceItHasEnded()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        StoreHarness host;
        await using (var other = await database.OpenAsync())
        {
            await using var command = other.CreateCommand();
            command.CommandText = $"SELECT pg_advisory_lock({0x4D4C4D4C}, hashtext('public'))";
            await command.ExecuteNonQueryAsync();
            host = await StartAsync(database, o => o.MigrationTimeout = TimeSpan.FromSeconds(1));

            (await ShouldBeDownAsync(host)).Should().Contain("lock").And.Contain("pg_stat_activity");
        }

        await using (host)
        {
            await Eventually.SucceedsAsync(() => host.Database.MigrateAsync());
            await Eventually.SucceedsAsync(() => host.Workspaces.CreateAsync("t", Json.Of("{}")));
        }
    }

    [PostgresFact]
    public async Task Start_PendingAndNotToBeMigrated_SaysSoUntilSomebodyMigrates()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();

        // A database of an older version: it has a history, and lacks what came since.
        await database.ExecuteAsync(History + "INSERT INTO madlab_migrations VALUES ('20250101000000_Older', '10.0.5')");
        var time = new ManualTimeProvider();
        var logs = new RecordedLogs();
        await using var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString), time, logs);

        (await ShouldBeDownAsync(host)).Should().Contain("`migrate`");
        logs.Lines.Should().ContainSingle(line => line.Contains("StoreUnavailable", StringComparison.Ordinal)).Which.Should().Contain("`migrate`");
        (await host.Database.GetPendingMigrationsAsync()).Should().Equal(Initial, Page);

        await host.Database.MigrateAsync();
        time.Advance(TimeSpan.FromSeconds(1));

        (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
        await host.Status.CheckAsync();
    }

    [PostgresFact]
    public async Task Start_PendingAndMigrateAtStart_Migrates()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await database.ExecuteAsync(History + "INSERT INTO madlab_migrations VALUES ('20250101000000_Older', '10.0.5')");

        await using var host = await StoreHarness.StartAsync(
            builder => builder.UsePostgreSql(database.ConnectionString), settings: ("MadLab:Persistence:MigrateAtStart", "1"));

        (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
    }

    [PostgresTheory]
    [InlineData("public")]
    [InlineData("lab's docs")]
    public async Task Script_RunTwiceByAnAdministrator_LeavesNothingPending(string schema)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        var services = new ServiceCollection();
        new MadLab.Http.MadLabBuilder(services).UsePostgreSql(database.ConnectionString, o => o.Schema = schema);
        await using var provider = services.BuildServiceProvider();
        var script = await provider.GetRequiredService<IMadLabDatabase>().GetMigrationScriptAsync();

        await database.ExecuteAsync(script);
        await database.ExecuteAsync(script);

        await using var host = await StartAsync(database, o => o.Schema = schema);
        (await host.Database.GetSchemaAsync()).Pending.Should().BeEmpty();
        (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
    }

    private static async Task<string> ShouldBeDownAsync(StoreHarness host)
    {
        var write = () => host.Workspaces.CreateAsync("t", Json.Of("{}"));
        var check = () => host.Status.CheckAsync();
        (await check.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Unavailable);
        var failure = (await write.Should().ThrowAsync<StoreException>()).Which;
        failure.Kind.Should().Be(StoreErrorKind.Unavailable);
        return failure.Message;
    }

    private static Task<StoreHarness> StartAsync(PostgresDatabase database, Action<MadLab.Persistence.PostgreSql.PostgreSqlStoreOptions>? configure = null) =>
        StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString, configure));

    private static Task<long> LocksAsync(PostgresDatabase database) =>
        database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
}
