using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace MadLab.Persistence.Tests.Plans;

public sealed class SqliteStorePlanTests : StorePlanTests, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override Task<StoreHarness> StartAsync() => StoreHarness.StartAsync(builder =>
    {
        builder.UseSqlite($"Data Source={_folder.File()}");
        builder.Services.ConfigureDbContext<MadLabDbContext>(options => options.AddInterceptors(Queries));
    });

    private protected override Task FillAsync(int workspaces)
    {
        SqliteFile.Execute(_folder.File(), $$"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{workspaces}})
            INSERT INTO madlab_workspaces (id, owner, title, data, version, created_at, updated_at)
            SELECT lower(hex(randomblob(16))), iif(i % 10 = 0, 'ann', 'bob'), 't' || i, '{}', 1, 0, 0 FROM n
            """);
        return Task.CompletedTask;
    }

    private protected override IReadOnlyList<string> Explain(RecordedQuery query)
    {
        using var connection = SqliteFile.Open(_folder.File());
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + query.Sql;
        foreach (var (name, value) in query.Parameters)
        {
            command.Parameters.Add(new SqliteParameter(name, value ?? DBNull.Value));
        }

        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(3));
        }

        return lines;
    }

    /// <summary>The steps of SQLite's virtual machine, to the last row.</summary>
    private protected override long WorkOf(RecordedQuery query)
    {
        using var connection = SqliteFile.Open(_folder.File());
        raw.sqlite3_prepare_v2(connection.Handle, query.Sql, out var statement).Should().Be(raw.SQLITE_OK);
        using (statement)
        {
            foreach (var (name, value) in query.Parameters)
            {
                var index = raw.sqlite3_bind_parameter_index(statement, name);
                (value is string text ? raw.sqlite3_bind_text(statement, index, text) : raw.sqlite3_bind_int64(statement, index, Convert.ToInt64(value, null)))
                    .Should().Be(raw.SQLITE_OK);
            }

            while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
            {
                // To the end, as the store reads it.
            }

            return raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_VM_STEP, 0);
        }
    }

    private protected override void AssertStretchOf(string index, IReadOnlyList<string> plan) =>
        plan.Should().ContainSingle().Which.Should().StartWith("SEARCH").And.Contain($"USING INDEX {index} (owner=? AND seq<?)");

    private protected override void AssertByIndex(string operation, IReadOnlyList<string> plan) =>
        plan.Should().NotBeEmpty().And.OnlyContain(line => !line.StartsWith("SCAN", StringComparison.Ordinal), operation);
}
