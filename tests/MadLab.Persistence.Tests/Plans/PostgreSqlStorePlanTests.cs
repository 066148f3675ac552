using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MadLab.Persistence.Tests.Plans;

public sealed partial class PostgreSqlStorePlanTests : StorePlanTests
{
    private PostgresDatabase _database = null!;

    private protected override async Task<StoreHarness> StartAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateAsync();
        return await StoreHarness.StartAsync(builder =>
        {
            builder.UsePostgreSql(_database.ConnectionString);
            builder.Services.ConfigureDbContext<MadLabDbContext>(options => options.AddInterceptors(Queries));
        });
    }

    private protected override Task FillAsync(int workspaces) => _database.ExecuteAsync($$"""
        INSERT INTO madlab_workspaces (id, owner, title, data, version, created_at, updated_at)
        SELECT gen_random_uuid(), CASE WHEN i % 10 = 0 THEN 'ann' ELSE 'bob' END, 't' || i, '{}', 1, 0, 0 FROM generate_series(1, {{workspaces}}) AS i;
        ANALYZE madlab_workspaces
        """);

    private protected override IReadOnlyList<string> Explain(RecordedQuery query) => Explain("EXPLAIN (COSTS OFF) ", query);

    /// <summary>The rows that each step of the plan looked at, those it threw away included.</summary>
    private protected override long WorkOf(RecordedQuery query) =>
        Explain("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ", query)
            .SelectMany(line => Rows().Matches(line))
            .Sum(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    private protected override void AssertStretchOf(string index, IReadOnlyList<string> plan)
    {
        plan.Should().ContainSingle(line => line.Contains(" Scan ", StringComparison.Ordinal)).Which.Should().Contain($"Index Scan Backward using {index}");
        plan.Should().NotContain(line => line.Contains("Sort", StringComparison.Ordinal) || line.Contains("Filter", StringComparison.Ordinal));
    }

    private protected override void AssertByIndex(string operation, IReadOnlyList<string> plan) =>
        plan.Should().NotBeEmpty().And.NotContain(line => line.Contains("Seq Scan", StringComparison.Ordinal), operation);

    private List<string> Explain(string how, RecordedQuery query)
    {
        // A table of a few rows is read whole whatever its indexes; where there is none to use, it is so with this too.
        var builder = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Pooling = false, Options = "-c enable_seqscan=off" };
        using var connection = new NpgsqlConnection(builder.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(how + query.Sql, connection);
        foreach (var (name, value) in query.Parameters)
        {
            command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
        }

        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    [GeneratedRegex("(?:actual rows=|Removed by Filter: )([0-9]+)")]
    private static partial Regex Rows();
}
