using System.Text.Json;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MadLab.Persistence.Tests.Plans;

public sealed class PostgreSqlStorePlanTests : StorePlanTests
{
    private PostgresDatabase _database = null!;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    private protected override async Task<StoreHarness> StartAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).LeaseAsync();
        return await StoreHarness.StartAsync(builder =>
        {
            builder.UsePostgreSql(_database.ConnectionString);
            builder.Services.ConfigureDbContext<MadLabDbContext>(options => options.AddInterceptors(Queries));
        });
    }

    private protected override Task FillAsync(int workspaces) => _database.ExecuteAsync($$"""
        INSERT INTO madlab_workspaces (id, owner, title, data, version, created_at, updated_at)
        SELECT replace(gen_random_uuid()::text, '-', ''), CASE WHEN i % 10 = 0 THEN 'ann' ELSE 'bob' END, 't' || i, '{}', 1, 0, 0
        FROM generate_series(1, {{workspaces}}) i ORDER BY i;
        ANALYZE madlab_workspaces;
        """);

    /// <summary>The nodes of the plan, one a line, as the planner has them when it may not read a small table whole because that is cheap.</summary>
    private protected override async Task<IReadOnlyList<string>> ExplainAsync(RecordedQuery query)
    {
        var lines = new List<string>();
        foreach (var node in await NodesAsync("EXPLAIN (FORMAT JSON) ", query))
        {
            lines.Add(string.Join(' ', new[] { "Node Type", "Scan Direction", "Index Name", "Index Cond", "Filter" }
                .Where(name => node.TryGetProperty(name, out _)).Select(name => $"{name}: {node.GetProperty(name).GetString()};")));
        }

        return lines;
    }

    /// <summary>The rows that were read, those that did not fit included.</summary>
    private protected override async Task<long> WorkOfAsync(RecordedQuery query)
    {
        var leaf = (await NodesAsync("EXPLAIN (ANALYZE, FORMAT JSON) ", query))[^1];
        return (long)leaf.GetProperty("Actual Rows").GetDouble() + (leaf.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetInt64() : 0);
    }

    private protected override void AssertStretchOf(string index, IReadOnlyList<string> plan)
    {
        plan.Should().HaveCount(2, "a limit over a scan sorts nothing").And.HaveElementAt(0, "Node Type: Limit;");
        plan[1].Should().StartWith($"Node Type: Index Scan; Scan Direction: Backward; Index Name: {index};").And.Contain("owner").And.Contain("seq").And.NotContain("Filter");
    }

    private protected override void AssertByIndex(string operation, IReadOnlyList<string> plan) =>
        plan.Should().NotBeEmpty().And.OnlyContain(line => !line.Contains("Seq Scan", StringComparison.Ordinal), operation);

    private async Task<List<JsonElement>> NodesAsync(string explain, RecordedQuery query)
    {
        await using var connection = await _database.OpenAsync();
        await using var command = new NpgsqlCommand("SET enable_seqscan = off", connection);
        await command.ExecuteNonQueryAsync();
        command.CommandText = explain + query.Sql;
        foreach (var (name, value) in query.Parameters)
        {
            command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
        }

        var nodes = new List<JsonElement>();
        Collect(JsonElement.Parse((string)(await command.ExecuteScalarAsync())!)[0].GetProperty("Plan"), nodes);
        return nodes;
    }

    private static void Collect(JsonElement node, List<JsonElement> nodes)
    {
        nodes.Add(node);
        if (node.TryGetProperty("Plans", out var inner))
        {
            foreach (var child in inner.EnumerateArray())
            {
                Collect(child, nodes);
            }
        }
    }
}
