using FluentAssertions;
using MadLab.Persistence.PostgreSql.Backup;
using MadLab.Persistence.Tests.Backup;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

public sealed class BackupTests : IDisposable
{
    /// <summary>What a later version might have brought, beside tables that are none of this store's.</summary>
    private const string Newer = """
        CREATE TABLE "my 'lab'".madlab_newer (seq bigint PRIMARY KEY REFERENCES "my 'lab'".madlab_workspaces);
        CREATE TABLE "my 'lab'".madlab_newer_parts (seq bigint REFERENCES "my 'lab'".madlab_newer);
        CREATE TABLE "my 'lab'".notes (x int);
        CREATE TABLE public.madlab_of_another_store (x int);
        """;

    private readonly TempFolder _folder = new();

    private string Copy => _folder.File("copy.dump");

    public void Dispose() => _folder.Dispose();

    [PostgresTheory]
    [InlineData("public")]
    [InlineData("My lab")]
    public async Task BackupAndRestore_RunningHost_BringBackWhatWasThereAndNothingElse(string schema)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using var host = await StartAsync(database.ConnectionString, schema);
        var kept = await host.Workspaces.CreateAsync("kept", Json.Of("""{"b":1.10,"a":2}"""));
        await database.ExecuteAsync("CREATE TABLE of_the_host (x int); INSERT INTO of_the_host VALUES (1)");
        var backup = host.Get<IMadLabBackup>();

        var made = await backup.BackupAsync(Copy);
        await host.Workspaces.CreateAsync("later", Json.Of("{}"));
        await host.Workspaces.UpdateAsync(kept.Id, new WorkspaceChange { Title = "changed" });
        await database.ExecuteAsync("INSERT INTO of_the_host VALUES (2)");
        (await backup.RestoreAsync(Copy)).Should().BeNull();

        made.Bytes.Should().BePositive();
        (await host.Workspaces.ListAsync(10)).Items.Select(w => (w.Id, w.Title, w.Data.GetRawText())).Should().Equal((kept.Id, "kept", """{"b":1.10,"a":2}"""));
        (await host.Workspaces.CreateAsync("after", Json.Of("{}"))).Version.Should().Be(1);
        (await database.ScalarAsync<long>("SELECT COUNT(*) FROM of_the_host")).Should().Be(2, "the host's own tables are its own business");
        (await host.Database.GetPendingMigrationsAsync()).Should().BeEmpty();
    }

    [PostgresFact]
    public async Task Restore_DatabaseThatDoesNotExist_MakesIt()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateAsync();
        await using (var host = await StartAsync(database.ConnectionString, "lab"))
        {
            await host.Workspaces.CreateAsync("kept", Json.Of("{}"));
            await host.Get<IMadLabBackup>().BackupAsync(Copy);
        }

        var empty = server.Reserve();
        var services = new ServiceCollection();
        new MadLab.Http.MadLabBuilder(services).UsePostgreSql(empty.ConnectionString, o => o.Schema = "lab");
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IMadLabBackup>().RestoreAsync(Copy);

        (await empty.ScalarAsync<string>("SELECT title FROM lab.madlab_workspaces")).Should().Be("kept");
    }

    [PostgresFact]
    public async Task Restore_BackupOfAnotherSchema_IsRefusedAndNamesBoth()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using var of = await StartAsync(database.ConnectionString, "My lab");
        await of.Workspaces.CreateAsync("copied", Json.Of("{}"));
        await of.Get<IMadLabBackup>().BackupAsync(Copy);
        await of.Workspaces.CreateAsync("later", Json.Of("{}"));
        await using var other = await StartAsync(database.ConnectionString, "public");
        await other.Workspaces.CreateAsync("kept", Json.Of("{}"));

        var restore = () => other.Get<IMadLabBackup>().RestoreAsync(Copy);

        (await restore.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("\"My lab\"").And.Contain("\"public\"");
        (await of.Workspaces.ListAsync(10)).Items.Should().HaveCount(2);
        (await other.Workspaces.ListAsync(10)).Items.Should().ContainSingle();
    }

    [PostgresFact]
    public async Task Restore_TablesCameAfterTheBackup_DropsThemToo()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using var host = await StartAsync(database.ConnectionString, "my 'lab'");
        await host.Get<IMadLabBackup>().BackupAsync(Copy);
        await database.ExecuteAsync(Newer);

        await host.Get<IMadLabBackup>().RestoreAsync(Copy);

        (await TablesAsync(database)).Should().NotContain(t => t.StartsWith("madlab_newer", StringComparison.Ordinal)).And.Contain("madlab_workspaces").And.Contain("notes");
        (await database.ScalarAsync<long>("SELECT count(*) FROM public.madlab_of_another_store")).Should().Be(0);
    }

    [PostgresFact]
    public async Task Restore_FailsInTheMiddle_LeavesWhatWasThere()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using var host = await StartAsync(database.ConnectionString, "my 'lab'");
        await host.Get<IMadLabBackup>().BackupAsync(Copy);
        await host.Workspaces.CreateAsync("kept", Json.Of("{}"));
        await database.ExecuteAsync(Newer);
        await database.ExecuteAsync("""CREATE VIEW "my 'lab'".titles AS SELECT title FROM "my 'lab'".madlab_workspaces""");

        var restore = () => host.Get<IMadLabBackup>().RestoreAsync(Copy);

        (await restore.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("madlab_workspaces");
        (await TablesAsync(database)).Should().Contain("madlab_newer").And.Contain("madlab_newer_parts");
        (await host.Workspaces.ListAsync(10)).Items.Should().ContainSingle();
    }

    [PostgresFact]
    public async Task Restore_BackupIsDamaged_LeavesTheDatabase()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using var host = await StartAsync(database.ConnectionString, "public");
        await host.Workspaces.CreateAsync("kept", Json.Of($$"""{"x":"{{new string('x', 5_000)}}"}"""));
        await host.Get<IMadLabBackup>().BackupAsync(Copy);
        Damage.HeadOf(Copy);

        var restore = () => host.Get<IMadLabBackup>().RestoreAsync(Copy);

        (await restore.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("damaged");
        (await host.Workspaces.ListAsync(10)).Items.Should().ContainSingle();
    }

    [PostgresFact]
    public async Task Backup_ServerThatRefusesThePassword_FailsWithoutIt()
    {
        var server = await PostgresServer.SharedAsync();
        var services = new ServiceCollection();
        new MadLab.Http.MadLabBuilder(services).UsePostgreSql($"Host=127.0.0.1;Port={server.Port};Database=postgres;Username=nobody_here;Password=hunter2");
        await using var provider = services.BuildServiceProvider();

        var backup = () => provider.GetRequiredService<IMadLabBackup>().BackupAsync(Copy);

        (await backup.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("pg_dump failed").And.NotContain("hunter2");
        Directory.GetFiles(_folder.Path).Should().BeEmpty();
    }

    [PostgresFact]
    public async Task ImportOfASqliteExport_KeepsTheDocuments()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using var from = await StoreHarness.SqliteAsync(_folder.File());
        await using var to = await StartAsync(database.ConnectionString, "public");
        await from.Templates.UpsertAsync(Json.Template());
        await from.Workspaces.CreateAsync("1", Json.Of("""{"b":1.10,"a":12345678901234567890}"""));
        await from.Workspaces.CreateAsync("2", Json.Of("{}"));
        await from.Preferences.PutAsync(new Preferences { StreamMode = "sse" });
        using var there = new MemoryStream();
        await from.Get<IMadLabTransfer>().ExportAsync(there);

        there.Position = 0;
        (await to.Get<IMadLabTransfer>().ImportAsync(there)).Added.Should().Be(4);
        there.Position = 0;
        (await to.Get<IMadLabTransfer>().ImportAsync(there)).Unchanged.Should().Be(4);
        using var back = new MemoryStream();
        await to.Get<IMadLabTransfer>().ExportAsync(back);

        Rows(back).Should().Equal(Rows(there));
        (await to.Workspaces.CreateAsync("3", Json.Of("{}"))).Version.Should().Be(1);
        (await to.Workspaces.ListAsync(10)).Items.Select(w => w.Title).Should().Equal("3", "2", "1");
    }

    [Theory]
    [InlineData("pg_dump: error: aborting because of server version mismatch\npg_dump: detail: server version: 18.1; pg_dump version: 15.18", "older than the server (server version: 18.1; pg_dump version: 15.18)")]
    [InlineData("pg_restore: error: unsupported version (1.17) in file header", "newer pg_dump")]
    [InlineData("pg_restore: error: input file does not appear to be a valid archive", "damaged")]
    [InlineData("pg_restore: error: could not execute query: ERROR:  canceling statement due to lock timeout", "stop it first")]
    [InlineData("", "says nothing")]
    public void Explain_WhatAProgramSays_IsToldInWords(string error, string words) => PostgreSqlTool.Explain("pg_restore", error).Should().Contain(words);

    [Fact]
    public async Task Run_ProgramThatIsNotThere_SaysWhatToInstall()
    {
        var run = () => new PostgreSqlTool("Host=127.0.0.1;Database=x;Username=u;Password=hunter2").RunAsync("pg_dump_that_is_not_there", [], CancellationToken.None);

        (await run.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("install").And.NotContain("hunter2");
    }

    private static Task<List<string>> TablesAsync(PostgresDatabase database) =>
        database.ColumnAsync("SELECT tablename::text FROM pg_tables WHERE schemaname LIKE 'my %'");

    private static string[] Rows(MemoryStream export) => System.Text.Encoding.UTF8.GetString(export.ToArray()).Split('\n')[1..];

    private static Task<StoreHarness> StartAsync(string connectionString, string schema) =>
        StoreHarness.StartAsync(builder => builder.UsePostgreSql(connectionString, o => o.Schema = schema));
}
