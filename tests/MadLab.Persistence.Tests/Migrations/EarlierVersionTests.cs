using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Migrations;

/// <summary>A SQLite database of each earlier version becomes what a new one is, and keeps its documents.</summary>
public sealed class EarlierVersionTests : IDisposable
{
    private const string AbandonedLock = """CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');""";

    private readonly TempFolder _folder = new();

    /// <summary>The versions a database can be at: none, and after each migration but the last.</summary>
    public static TheoryData<string> Versions
    {
        get
        {
            using var context = Context("none.db");
            return [Migration.InitialDatabase, .. context.Database.GetMigrations().SkipLast(1)];
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Migrate_Twice_IsTheSchemaOfANewDatabaseWithTheDocumentsOfBefore(string version)
    {
        var documents = await MakeAsync(version);

        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        await host.Database.MigrateAsync();
        await host.Database.MigrateAsync();

        (await host.Database.GetSchemaAsync()).Should().BeEquivalentTo(new { Pending = Array.Empty<string>(), Newer = Array.Empty<string>(), NeededVersion = (string?)null });
        (await host.Workspaces.ListAsync(10)).Items.Should().HaveCount(documents);
        await using var fresh = await StoreHarness.SqliteAsync(_folder.File("new.db"));
        Schema(_folder.File()).Should().Equal(Schema(_folder.File("new.db")));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Migrate_ManyAtOnceAndAnAbandonedLock_AllServe(string version)
    {
        var documents = await MakeAsync(version);
        SqliteFile.Execute(_folder.File(), AbandonedLock);

        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StoreHarness.SqliteAsync(_folder.File()))));

        foreach (var host in hosts)
        {
            await Eventually.SucceedsAsync(() => host.Workspaces.CreateAsync("t", Json.Of("{}")));
        }

        (await hosts[0].Workspaces.ListAsync(100)).Items.Should().HaveCount(documents + hosts.Length);
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        SqliteFile.Scalar<string>(_folder.File(), "PRAGMA integrity_check").Should().Be("ok");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Script_FromThatVersion_MakesTheSchemaOfANewDatabase(string version)
    {
        await MakeAsync(version);
        await using var fresh = await StoreHarness.SqliteAsync(_folder.File("new.db"));

        SqliteFile.Execute(_folder.File(), await fresh.Database.GetMigrationScriptAsync(version));

        Schema(_folder.File()).Should().Equal(Schema(_folder.File("new.db")));
    }

    /// <summary>Makes a database as that version left it; says how many documents are in it.</summary>
    private async Task<int> MakeAsync(string version)
    {
        if (version == Migration.InitialDatabase)
        {
            return 0;
        }

        await using var context = Context(_folder.File());
        await context.GetService<IMigrator>().MigrateAsync(version);
        SqliteFile.Execute(_folder.File(), "INSERT INTO madlab_workspaces (id, title, data, version, created_at, updated_at) VALUES ('w1', 't', '{}', 3, 1, 2)");
        return 1;
    }

    private static List<string> Schema(string file)
    {
        using var connection = SqliteFile.Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE '%\\_\\_EF%' ESCAPE '\\' ORDER BY type, name";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static MadLabDbContext Context(string file) => new(new DbContextOptionsBuilder<MadLabDbContext>()
        .UseSqlite($"Data Source={file};Pooling=False", sqlite => sqlite.MigrationsAssembly("MadLab.Persistence.Sqlite"))
        .Options);
}
