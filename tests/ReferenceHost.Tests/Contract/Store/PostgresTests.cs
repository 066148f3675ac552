using System.Net;
using FluentAssertions;
using MadLab.TestSupport.PostgreSql;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Store;

/// <summary>The host on a real PostgreSQL server, configured by <c>DATABASE_URL</c> alone.</summary>
public sealed class PostgresTests
{
    [PostgresFact]
    public async Task Restart_DatabaseUrl_KeepsEverythingInTheSchemaOfTheUrl()
    {
        var database = (await PostgresServer.SharedAsync()).Reserve();
        var environment = Environment(database, "?schema=docs&connection_limit=5&connect_timeout=5&application_name=lab");
        string workspace;
        await using (var host = await HostProcess.StartAsync(environment))
        {
            workspace = (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"kept","data":{"b":1.10,"a":[1,2],"a":"\u0000"}}""")).ShouldBeJson().GetProperty("workspace").GetRawText();
            (await host.Client.PutJsonAsync("/api/preferences", """{"streamMode":"sse"}""")).ShouldBeJson();
            (await host.StopAsync()).Code.Should().Be(0);
        }

        await using var again = await HostProcess.StartAsync(environment);
        (await again.Client.AskAsync("/api/workspaces")).ShouldBeJson().GetProperty("workspaces")[0].GetRawText().Should().Be(workspace);
        (await again.Client.AskAsync("/api/preferences")).ShouldBeJson().GetRawText().Should().Be("""{"streamMode":"sse"}""");
        var health = (await again.Client.AskAsync("/api/health")).ShouldBeJson();
        health.GetProperty("dbMode").GetString().Should().Be("db");
        health.GetProperty("db").GetString().Should().Be("ok");
        (await again.Client.AskAsync("/api/config")).ShouldBeJson().GetProperty("durable").GetBoolean().Should().BeTrue();
        (await database.ScalarAsync<long>("SELECT count(*) FROM docs.madlab_workspaces")).Should().Be(1);
        (await database.ColumnAsync("SELECT DISTINCT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")).Should().Equal("lab");
        (await again.StopAsync()).Output.Should().NotContain("hunter2");
    }

    [PostgresFact]
    public async Task Password_OfAServerThatRefusesIt_IsNowhereToBeRead()
    {
        var server = await PostgresServer.SharedAsync();
        var environment = new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = $"postgresql://somebody:hunter2-secret@127.0.0.1:{server.Port}/lab",
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Microsoft"] = "Trace",
            ["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "Trace",
        };
        await using var host = await HostProcess.StartAsync(environment);

        var texts = new List<string>();
        foreach (var path in new[] { "/api/workspaces", "/api/templates", "/api/preferences", "/api/health", "/api/config", "/api/metrics", "/api/metrics?format=prometheus", "/" })
        {
            texts.Add((await host.Client.AskAsync(path)).Text);
        }

        (await host.Client.AskAsync("/api/workspaces")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "STORE_UNAVAILABLE");
        var health = (await host.Client.AskAsync("/api/health")).ShouldBeJson();
        health.GetProperty("status").GetString().Should().Be("degraded");
        health.GetProperty("db").GetString().Should().Be("down");
        var exit = await host.StopAsync();
        var verb = await HostProcess.RunAsync(environment, null, "migrate");

        exit.Output.Should().Contain("refuses its user's name or password");
        verb.Code.Should().Be(1);
        verb.Error.TrimEnd('\n').Should().StartWith("MadLab failed: ").And.NotContain("\n");
        texts.Concat([exit.Output, exit.Error, verb.Output, verb.Error, server.Log]).Should().NotContain(text => text.Contains("hunter2", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task Migrate_FourProcessesAtOnce_MigrateOnce()
    {
        var database = (await PostgresServer.SharedAsync()).Reserve();

        var exits = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => HostProcess.RunAsync(Environment(database), null, "migrate")));

        exits.Should().OnlyContain(exit => exit.Code == 0 && exit.Error.Length == 0, string.Join('\n', exits.Select(e => e.Output + e.Error)));
        (await database.ScalarAsync<long>("SELECT count(*) FROM madlab_migrations")).Should().Be(2);
        (await HostProcess.RunAsync(Environment(database), null, "migrate")).Output.Should().Contain("Nothing to migrate");
    }

    [PostgresFact]
    public async Task Migrate_KilledInTheMiddle_LeavesNothingAndTheNextOneDoesIt()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using (var other = await database.OpenAsync())
        {
            // Whoever makes the last table has to wait for this one, with the first tables made and not committed.
            await using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN; CREATE TABLE madlab_workspaces (x int)";
            await begin.ExecuteNonQueryAsync();
            await using var host = HostProcess.Launch(Environment(database, "?application_name=killed"), "migrate");
            await Eventually.AskAsync(
                () => database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'killed' AND wait_event_type = 'Lock' AND query LIKE '%madlab_workspaces%'"),
                waiting => waiting == 1);

            await host.KillAsync();
        }

        await Eventually.AskAsync(() => database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'killed'"), sessions => sessions == 0);
        (await database.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'madlab%' AND tablename <> 'madlab_migrations'")).Should().Be(0);
        var next = await HostProcess.RunAsync(Environment(database), null, "migrate");
        next.Code.Should().Be(0, next.Error);
        next.Output.Should().Contain("Applied 2 migrations");
    }

    [PostgresFact]
    public async Task Start_PendingMigrations_AreAppliedOnlyWhenAskedFor()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await database.ExecuteAsync("""
            CREATE TABLE madlab_migrations ("MigrationId" varchar(150) NOT NULL PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL);
            INSERT INTO madlab_migrations VALUES ('20250101000000_Older', '10.0.5')
            """);
        await using (var host = await HostProcess.StartAsync(Environment(database)))
        {
            (await host.Client.AskAsync("/api/workspaces")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "STORE_UNAVAILABLE");
            (await host.Client.AskAsync("/api/health")).ShouldBeJson().GetProperty("db").GetString().Should().Be("down");
            (await host.Client.AskAsync("/api/market?symbol=AAPL")).Status.Should().Be(HttpStatusCode.OK);
            (await host.StopAsync()).Output.Should().Contain("`migrate`");
        }

        var environment = Environment(database);
        environment["MadLab__Persistence__MigrateAtStart"] = "true";
        await using var migrating = await HostProcess.StartAsync(environment);
        (await migrating.Client.AskAsync("/api/workspaces")).ShouldBeJson();
    }

    private static Dictionary<string, string?> Environment(PostgresDatabase database, string query = "") => new() { ["DATABASE_URL"] = database.Url + query };
}
