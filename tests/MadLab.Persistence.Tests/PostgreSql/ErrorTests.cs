using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using FluentAssertions;
using MadLab.Persistence.PostgreSql.Engine;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

/// <summary>Whatever is wrong with the server, a client reads what is the matter and nothing of how to get in.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("57P03", "starting up")]
    [InlineData("57P01", "ended the connection")]
    [InlineData("53300", "no connection left")]
    [InlineData("53100", "disk")]
    [InlineData("53200", "memory")]
    [InlineData("25006", "read-only")]
    [InlineData("55P03", "pg_stat_activity")]
    [InlineData("28P01", "password")]
    [InlineData("42501", "lacks a right")]
    [InlineData("42P01", "migration")]
    [InlineData("3D000", "does not exist")]
    [InlineData("57014", "in time")]
    [InlineData("08006", "lost")]
    [InlineData("58030", "files")]
    [InlineData("XX001", "damaged")]
    [InlineData("42P07", "no history")]
    [InlineData("42883", "refused the statement (SQLSTATE 42883)")]
    public void Describe_ErrorOfTheServer_SaysWhatIsTheMatter(string state, string says) =>
        PostgreSqlErrors.Describe(new PostgresException("hunter2", "FATAL", "FATAL", state)).Should().Contain(says).And.NotContain("hunter2");

    [Theory]
    [InlineData("57P01", true)]
    [InlineData("08006", true)]
    [InlineData("53300", true)]
    [InlineData("25006", true)]
    [InlineData("42P01", true)]
    [InlineData("28P01", true)]
    [InlineData("55P03", false)]
    [InlineData("40P01", false)]
    [InlineData("57014", false)]
    [InlineData("23505", false)]
    [InlineData("22001", false)]
    public void IsLost_ErrorOfTheServer_IsSoWhereOtherCallsWouldMeetItToo(string state, bool isLost) =>
        PostgreSqlErrors.IsLost(new PostgresException("m", "ERROR", "ERROR", state)).Should().Be(isLost);

    [PostgresFact]
    public async Task Running_OneStatementMeetsALock_KeepsThePool()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateAsync();
        await server.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" SET lock_timeout = '100ms'");
        await using var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString + ";Application Name=pool"));
        var workspace = await host.Workspaces.CreateAsync("t", Json.Of("{}"));
        var before = await PoolAsync();
        await using var other = await database.OpenAsync();
        await using var held = await other.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM madlab_workspaces FOR UPDATE", other, held))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var write = () => host.Workspaces.UpdateAsync(workspace.Id, new WorkspaceChange { Title = "u" });
        (await write.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("holds a lock");
        (await host.Workspaces.FindAsync(workspace.Id))!.Title.Should().Be("t");

        before.Should().NotBeEmpty();
        (await PoolAsync()).Should().Contain(before);

        Task<List<string>> PoolAsync() => database.ColumnAsync("SELECT pid::text FROM pg_stat_activity WHERE application_name = 'pool'");
    }

    [Fact]
    public void Describe_ErrorOfTheConnection_SaysWhatIsTheMatter()
    {
        Describe(new SocketException((int)SocketError.ConnectionRefused)).Should().Contain("refuses connections");
        Describe(new SocketException((int)SocketError.HostNotFound)).Should().Contain("name");
        Describe(new AuthenticationException("hunter2")).Should().Contain("certificate").And.NotContain("hunter2");
        Describe(new TimeoutException()).Should().Contain("in time");
        Describe(new IOException("hunter2", new SocketException((int)SocketError.ConnectionReset))).Should().Contain("lost").And.NotContain("hunter2");
        Describe(null).Should().BeNull();

        static string? Describe(Exception? inner) => PostgreSqlErrors.Describe(new NpgsqlException("hunter2", inner));
    }

    [PostgresTheory]
    [InlineData("the password is wrong", "password")]
    [InlineData("nobody listens", "refuses connections")]
    [InlineData("no TLS on the server", "cannot be reached")]
    public async Task Start_ServerThatCannotBeReached_ServesWithoutAStoreAndTellsNoSecret(string fault, string says)
    {
        var server = await PostgresServer.SharedAsync();
        await using var database = await server.LeaseAsync();
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "hunter2" };
        switch (fault)
        {
            case "nobody listens":
                connection.Port = 1;
                break;
            case "no TLS on the server":
                connection.SslMode = SslMode.VerifyFull;
                break;
        }

        var logs = new RecordedLogs(LogLevel.Trace);
        await using var served = await StoreServer.StartAsync(builder => builder.UsePostgreSql(connection.ConnectionString), logs: logs);

        var reply = (await served.GetAsync("/api/workspaces")).ShouldBeProblem(503, "STORE_UNAVAILABLE");
        reply.RetryAfter.Should().NotBeNull();
        reply.Text("error").Should().Contain(says);
        reply.Body.GetRawText().Should().NotContainAny("hunter2", "127.0.0.1", "postgres", database.Name);
        var check = () => served.Services.GetRequiredService<IStoreStatus>().CheckAsync();
        (await check.Should().ThrowAsync<StoreException>()).Which.ToString().Should().NotContain("hunter2");
        logs.Lines.Should().NotContain(line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [PostgresTheory]
    [InlineData("ALTER DATABASE \"{0}\" SET default_transaction_read_only = on", "ALTER DATABASE \"{0}\" RESET default_transaction_read_only", "read-only")]
    [InlineData("ALTER TABLE madlab_workspaces RENAME TO moved", "ALTER TABLE moved RENAME TO madlab_workspaces", "migration")]
    public async Task Running_DatabaseThatRefuses_SaysWhyAndServesAgain(string spoil, string mend, string says)
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateAsync();
        await using var served = await StoreServer.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString + ";Pooling=false"));
        const string Body = """{"title":"t","data":{}}""";
        await RunAsync(spoil);

        var refused = (await served.PostAsync("/api/workspaces", Body)).ShouldBeProblem(503, "STORE_UNAVAILABLE");

        refused.Text("error").Should().Contain(says);
        await RunAsync(mend);
        (await served.PostAsync("/api/workspaces", Body)).Status.Should().Be(HttpStatusCode.OK);

        // From outside the database, where it is one of its own settings that is in the way.
        Task RunAsync(string sql) => sql.StartsWith("ALTER DATABASE", StringComparison.Ordinal)
            ? server.ExecuteAsync(sql.Replace("{0}", database.Name, StringComparison.Ordinal))
            : database.ExecuteAsync(sql);
    }

    [PostgresFact]
    public async Task Running_NoConnectionLeft_Is503AndThenServedAgain()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateAsync();
        await server.ExecuteAsync("CREATE ROLE crowd LOGIN PASSWORD 'crowd'");
        await server.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" OWNER TO crowd");
        await using var served = await StoreServer.StartAsync(builder => builder.UsePostgreSql(
            $"Host=127.0.0.1;Port={server.Port};Database={database.Name};Username=crowd;Password=crowd;Pooling=false"));
        (await served.GetAsync("/api/workspaces")).Status.Should().Be(HttpStatusCode.OK);
        await server.ExecuteAsync("ALTER ROLE crowd CONNECTION LIMIT 0");

        (await served.GetAsync("/api/workspaces")).ShouldBeProblem(503, "STORE_UNAVAILABLE").Text("error").Should().Contain("no connection left");

        await server.ExecuteAsync("ALTER ROLE crowd CONNECTION LIMIT -1");
        await Eventually.AskAsync(async () => (await served.GetAsync("/api/workspaces")).Status, status => status == HttpStatusCode.OK);
    }

    [PostgresFact]
    public async Task Running_DatabaseDropped_IsNeverReplacedByAnEmptyOne()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateAsync();
        await using var served = await StoreServer.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString));
        await served.PostAsync("/api/workspaces", """{"title":"t","data":{}}""");

        await server.ExecuteAsync($"DROP DATABASE \"{database.Name}\" WITH (FORCE)");

        await Eventually.AskAsync(
            async () => (await served.GetAsync("/api/workspaces")).ShouldBeProblem(503, "STORE_UNAVAILABLE").Text("error"),
            error => error == PostgreSqlErrors.Missing);
        await using var admin = await server.CreateAsync();
        (await admin.ScalarAsync<long>($"SELECT count(*) FROM pg_database WHERE datname = '{database.Name}'")).Should().Be(0);
    }
}
