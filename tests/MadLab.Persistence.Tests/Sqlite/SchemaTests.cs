using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Xunit;

namespace MadLab.Persistence.Tests.Sqlite;

/// <summary>The migrations are written by hand, so their agreement with the model is tested rather than trusted.</summary>
public sealed class SchemaTests
{
    [Fact]
    public async Task Migrations_Applied_MakeTheSchemaOfTheModel()
    {
        using var folder = new TempFolder();
        await using (await StoreHarness.SqliteAsync(folder.File("migrated.db")))
        {
        }

        var options = new DbContextOptionsBuilder<MadLabDbContext>().UseSqlite($"Data Source={folder.File("created.db")};Pooling=False").Options;
        await using (var context = new MadLabDbContext(options))
        {
            await context.Database.EnsureCreatedAsync();
        }

        var migrated = await SchemaAsync(folder.File("migrated.db"));
        migrated.Should().NotBeEmpty().And.Equal(await SchemaAsync(folder.File("created.db")));
    }

    [Fact]
    public void Snapshot_AgainstTheModel_DiffersInNothing()
    {
        var options = new DbContextOptionsBuilder<MadLabDbContext>()
            .UseSqlite("Data Source=:memory:", sqlite => sqlite.MigrationsAssembly("MadLab.Persistence.Sqlite"))
            .Options;
        using var context = new MadLabDbContext(options);

        var snapshot = context.GetService<IModelRuntimeInitializer>()
            .Initialize(((IMutableModel)context.GetService<IMigrationsAssembly>().ModelSnapshot!.Model).FinalizeModel());
        var differences = context.GetService<IMigrationsModelDiffer>()
            .GetDifferences(snapshot.GetRelationalModel(), context.GetService<IDesignTimeModel>().Model.GetRelationalModel());

        differences.Select(Describe).Should().BeEmpty();
        context.Database.HasPendingModelChanges().Should().BeFalse();
    }

    private static string Describe(MigrationOperation operation) => operation is AlterColumnOperation altered
        ? $"{altered.Table}.{altered.Name}: {Describe(altered.OldColumn)} -> {Describe((ColumnOperation)altered)}"
        : operation.GetType().Name;

    private static string Describe(ColumnOperation column) =>
        $"{column.ColumnType} {column.MaxLength} {column.IsNullable} {column.DefaultValue} {string.Join(", ", column.GetAnnotations().Select(a => $"{a.Name}={a.Value}"))}";

    private static async Task<List<string>> SchemaAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE '%\\_\\_EF%' ESCAPE '\\' ORDER BY type, name";
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            // A column that was added later stands behind the others on their line: spaces say nothing.
            rows.Add(string.Join(' ', reader.GetString(0).Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Replace(",", " , ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        return rows;
    }
}
