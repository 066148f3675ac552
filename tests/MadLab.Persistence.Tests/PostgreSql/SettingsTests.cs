using FluentAssertions;
using MadLab.Http;
using MadLab.Persistence.PostgreSql;
using MadLab.Persistence.PostgreSql.Engine;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("hunter2")]
    [InlineData("Host=db")]
    [InlineData("Database=lab;Password=hunter2")]
    [InlineData("Host=db;Database=lab;hunter2=1")]
    [InlineData("Host=db;Database=lab;Port=hunter2")]
    [InlineData("Host=db;Database=lab;SSL Mode=hunter2")]
    [InlineData("postgresql://mad:hunter2@db/lab")]
    [InlineData("Host=db;Database=lab;Password=hunter2;Connection Idle Lifetime=5")]
    [InlineData("Host=db;Database=lab;Password=hunter2;Minimum Pool Size=9;Maximum Pool Size=5")]
    public void UsePostgreSql_ConnectionStringThatCannotBeUsed_IsRefusedAtOnceWithoutBeingRepeated(string connectionString)
    {
        var act = () => new MadLabBuilder(new ServiceCollection()).UsePostgreSql(connectionString);

        act.Should().Throw<ArgumentException>().Which.ToString().Should().NotContain("hunter2");
    }

    [Theory]
    [InlineData("MigrationTimeout", "soon")]
    [InlineData("MigrationTimeout", "0")]
    [InlineData("MigrateAtStart", "maybe")]
    [InlineData("Schema", "pg_docs")]
    [InlineData("Schema", "a$EF$; DROP TABLE b")]
    [InlineData("Schema", "a\nb")]
    [InlineData("Schema", "ééééééééééééééééééééééééééééééééé")]
    public async Task Start_BadSetting_FailsAndNamesIt(string key, string value)
    {
        var act = () => StoreHarness.StartAsync(
            builder => builder.UsePostgreSql("Host=localhost;Database=none"), settings: ($"MadLab:Persistence:{key}", value));

        (await act.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain($"MadLab:Persistence:{key}");
    }

    [Fact]
    public void Connection_LeavesOpen_GetsAPoolAndPreparedStatements()
    {
        var connection = new NpgsqlConnectionStringBuilder(new PostgreSqlLocation("Host=db;Database=lab").ForStores);

        connection.MaxPoolSize.Should().Be(20);
        connection.MaxAutoPrepare.Should().Be(50);
        connection.ApplicationName.Should().Be("MadLab");
        connection.Timeout.Should().Be(10);
        connection.CommandTimeout.Should().Be(10);
    }

    [Theory]
    [InlineData("Host=db;Database=lab;Maximum Pool Size=7;Max Auto Prepare=3;Application Name=Desk", 7, 3, "Desk")]
    [InlineData("Host=db;Database=lab;Minimum Pool Size=40;MaxAutoPrepare=0", 40, 0, "MadLab")]
    [InlineData("Host=db;Database=lab;No Reset On Close=true", 20, 0, "MadLab")]
    public void Connection_Says_IsKept(string text, int pool, int prepared, string name)
    {
        var connection = new NpgsqlConnectionStringBuilder(new PostgreSqlLocation(text).ForStores);

        connection.MaxPoolSize.Should().Be(pool);
        connection.MaxAutoPrepare.Should().Be(prepared);
        connection.ApplicationName.Should().Be(name);
    }

    [PostgresFact]
    public async Task Statements_UsedAgain_ArePrepared()
    {
        await using var database = await (await PostgresServer.SharedAsync()).LeaseAsync();
        await using var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString + ";Maximum Pool Size=1"));
        for (var i = 0; i < 5; i++)
        {
            await host.Workspaces.FindAsync($"{i}");
        }

        await using var connection = await host.Get<PostgreSqlServer>().DataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%madlab_workspaces%'", connection);

        (await command.ExecuteScalarAsync()).Should().Be(1L);
    }

    [PostgresFact]
    public async Task UsePostgreSql_DataSourceOfTheHost_IsUsedAndLeftOpen()
    {
        await using var database = await (await PostgresServer.SharedAsync()).LeaseAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using (var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(source)))
        {
            (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
            host.Status.IsDurable.Should().BeTrue();
        }

        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM madlab_workspaces", connection);
        (await command.ExecuteScalarAsync()).Should().Be(1L);
    }

    [PostgresFact]
    public async Task UsePostgreSql_AfterUseSqlite_TakesOverWholeAndTheOtherWayRound()
    {
        using var folder = new TempFolder();
        await using var database = await (await PostgresServer.SharedAsync()).LeaseAsync();
        await using (var host = await StoreHarness.StartAsync(builder => builder.UseSqlite($"Data Source={folder.File()}").UsePostgreSql(database.ConnectionString)))
        {
            await host.Workspaces.CreateAsync("t", Json.Of("{}"));
        }

        File.Exists(folder.File()).Should().BeFalse();
        (await database.ScalarAsync<long>("SELECT count(*) FROM madlab_workspaces")).Should().Be(1);
        await using (var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString).UseSqlite($"Data Source={folder.File()}")))
        {
            await host.Workspaces.CreateAsync("t", Json.Of("{}"));
        }

        SqliteFile.Scalar<long>(folder.File(), "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(1);
        (await database.ScalarAsync<long>("SELECT count(*) FROM madlab_workspaces")).Should().Be(1);
    }

    [PostgresFact]
    public async Task Hosts_ManyInOneProcess_ShareWhatEntityFrameworkKeeps()
    {
        await using var database = await (await PostgresServer.SharedAsync()).LeaseAsync();

        // EF refuses the twenty-first of its own service providers.
        for (var i = 0; i < 22; i++)
        {
            await using var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString));
            await host.Workspaces.CreateAsync($"{i}", Json.Of("{}"));
        }

        (await database.ScalarAsync<long>("SELECT count(*) FROM madlab_workspaces")).Should().Be(22);
    }
}
