using FluentAssertions;
using Microsoft.Data.Sqlite;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class MigrateVerbTests : IDisposable
{
    private static readonly Dictionary<string, string?> Environment = new() { ["DATABASE_URL"] = "file:./dev.db" };

    private readonly ContentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Migrate_NewDatabase_AppliesAndThenHasNothingToDo()
    {
        var first = await HostProcess.RunAsync(Environment, _folder, "migrate");
        var second = await HostProcess.RunAsync(Environment, _folder, "migrate");

        first.Code.Should().Be(0, first.Error);
        first.Output.Should().Contain("Applied ");
        second.Code.Should().Be(0, second.Error);
        second.Output.Should().Contain("Nothing to migrate");
        File.Exists(_folder.Of("dev.db")).Should().BeTrue();
        (first.Error + second.Error).Should().BeEmpty();
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("migrate", "--check")]
    [InlineData("migrate", "--script")]
    public async Task Migrate_MemoryMode_SaysThatThereIsNothing(params string[] args)
    {
        var exit = await VerbRun.RunAsync(new Dictionary<string, string?> { ["NEXT_PUBLIC_DB_MODE"] = "memory" }, _folder, args);

        exit.Code.Should().Be(0, exit.Error);
        exit.Output.Should().Contain("memory");
    }

    [Fact]
    public async Task Migrate_DatabaseCannotBeOpened_FailsWithOneLine()
    {
        _folder.Write("dev.db", "This is a text and no database, however long one reads on in it.");

        var migrate = await RunAsync("migrate");
        var check = await RunAsync("migrate", "--check");

        migrate.Code.Should().Be(1, migrate.Output);
        migrate.Error.TrimEnd('\n').Should().StartWith("MadLab failed: ").And.NotContain("\n");
        check.Code.Should().Be(2, check.Output);
        check.Error.TrimEnd('\n').Should().StartWith("MadLab cannot check the database: ").And.NotContain("\n");
    }

    [Fact]
    public async Task Check_BeforeAndAfterMigrating_SaysWhatIsMissingAndThenNothing()
    {
        var before = await RunAsync("migrate", "--check", "--MadLab:Market:MaxCacheEntries", "100");
        File.Exists(_folder.Of("dev.db")).Should().BeFalse("a question makes no database");
        await RunAsync("migrate");
        var after = await RunAsync("migrate", "--check");

        before.Code.Should().Be(1, before.Error);
        before.Output.TrimEnd('\n').Should().Contain("lacks 3 migrations").And.Contain("20261126000000_PagePreferences").And.NotContain("\n");
        after.Code.Should().Be(0, after.Error);
        after.Output.Should().Contain("up to date");
    }

    [Fact]
    public async Task Check_SchemaThatBreaksThisVersion_NamesTheOneItTakes()
    {
        await RunAsync("migrate");
        await ExecuteAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Later', '11.0.0'); INSERT INTO madlab_schema VALUES ('20990101000000_Later', NULL)""");
        var served = await RunAsync("migrate", "--check");
        await ExecuteAsync("UPDATE madlab_schema SET oldest_version = '99.1.0' WHERE migration = '20990101000000_Later'");

        var check = await RunAsync("migrate", "--check");
        var migrate = await RunAsync("migrate");

        served.Code.Should().Be(0, served.Output);
        served.Output.Should().Contain("20990101000000_Later");
        check.Code.Should().Be(1, check.Error);
        check.Output.Should().Contain("99.1.0 or later");
        migrate.Code.Should().Be(1, migrate.Output);
        migrate.Error.Should().Contain("99.1.0 or later");
    }

    [Fact]
    public async Task Serve_SchemaThatBreaksThisVersion_AnswersAllButTheStoreAndSaysWhy()
    {
        await RunAsync("migrate");
        await ExecuteAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Later', '11.0.0'); INSERT INTO madlab_schema VALUES ('20990101000000_Later', '99.1.0')""");
        await using var host = await HostProcess.StartAsync(Environment, _folder);

        using var store = await host.Client.GetAsync("/api/workspaces");
        using var market = await host.Client.GetAsync("/api/market?symbol=AAPL");
        using var ready = await host.Client.GetAsync("/api/health/ready");
        var health = await host.Client.GetStringAsync("/api/health");

        ((int)store.StatusCode).Should().Be(503);
        (await store.Content.ReadAsStringAsync()).Should().Contain("STORE_UNAVAILABLE").And.Contain("99.1.0");
        market.IsSuccessStatusCode.Should().BeTrue();
        ready.IsSuccessStatusCode.Should().BeTrue();
        health.Should().Contain("\"db\":\"down\"").And.Contain("\"status\":\"degraded\"").And.Contain("99.1.0 or later");
    }

    [Fact]
    public async Task Script_Applied_IsTheSchemaThatTheHostAsksFor()
    {
        var script = await RunAsync("migrate", "--script");
        script.Code.Should().Be(0, script.Error);
        script.Output.Should().StartWith("-- Not idempotent");

        await ExecuteAsync(script.Output);
        var check = await RunAsync("migrate", "--check");

        check.Code.Should().Be(0, check.Output);
    }

    [Fact]
    public async Task Script_FromAMigration_HoldsWhatCameAfterIt()
    {
        var script = await RunAsync("migrate", "--script", "20260101000000_Initial");

        script.Code.Should().Be(0, script.Error);
        script.Output.Should().Contain("madlab_schema").And.NotContain("madlab_workspaces");
    }

    [Theory]
    [InlineData("20990101000000_Nonsense", "migrate", "--script", "20990101000000_Nonsense")]
    [InlineData("'now'", "migrate", "now")]
    [InlineData("--script", "migrate", "--check", "--script")]
    public async Task Migrate_WrongUse_IsToldInOneLine(string named, params string[] args)
    {
        var exit = await RunAsync(args);

        exit.Code.Should().Be(2, exit.Output);
        exit.Error.TrimEnd('\n').Should().StartWith("MadLab cannot start: ").And.Contain(named).And.NotContain("\n");
    }

    private Task<HostExit> RunAsync(params string[] args) => VerbRun.RunAsync(Environment, _folder, args);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.Of("dev.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
