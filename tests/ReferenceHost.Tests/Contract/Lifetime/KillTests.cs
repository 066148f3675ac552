using System.Diagnostics;
using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport.PostgreSql;
using Microsoft.Data.Sqlite;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace ReferenceHost.Tests.Contract.Lifetime;

/// <summary>Power failures: the host is killed in the middle of writing, again and again, on one database.</summary>
[Collection(Alone.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Seed = 20260101;
    private const int Clients = 8;
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1" ? 200 : 20;

    [Fact]
    public async Task Kill_WhileEightClientsWrite_LosesNoAcknowledgedWrite()
    {
        using var folder = new ContentFolder();
        await KillAgainAndAgainAsync(folder, "file:./madlab.db");
        await ShouldBeSoundAsync(folder.Of("madlab.db"));
    }

    [PostgresFact]
    public async Task Kill_WhileEightClientsWriteToPostgreSql_LosesNoAcknowledgedWrite()
    {
        using var folder = new ContentFolder();
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await KillAgainAndAgainAsync(folder, database.Url);
        await ShouldBeSoundAsync(database);
    }

    private async Task KillAgainAndAgainAsync(ContentFolder folder, string url)
    {
        var random = new Random(Seed);
        var writers = Enumerable.Range(0, Clients).Select(i => new WorkspaceWriter(i, Seed + i)).ToList();
        var unanswered = 0;
        var slowest = TimeSpan.Zero;
        for (var round = 1; round <= Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var host = await StartAsync(folder, url);
            (await host.Client.AskAsync("/api/health")).ShouldBeJson().GetProperty("db").GetString().Should().Be("ok");
            var elapsed = Stopwatch.GetElapsedTime(started);
            elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10), $"round {round} of seed {Seed}");
            slowest = elapsed > slowest ? elapsed : slowest;
            await ShouldHoldEverythingAsync(host, writers, unanswered, round);

            await WriteAndKillAsync(host, writers, random.Next(20, 120));
            unanswered = writers.Sum(w => w.Unanswered);
        }

        await using (var host = await StartAsync(folder, url))
        {
            await ShouldHoldEverythingAsync(host, writers, unanswered, Rounds + 1);
            (await host.StopAsync()).Code.Should().Be(0);
        }

        output.WriteLine($"{Rounds} rounds, {writers.Sum(w => w.Documents.Count)} workspaces, slowest start {slowest.TotalSeconds:0.0} s.");
    }

    private static Task<HostProcess> StartAsync(ContentFolder folder, string url) =>
        HostProcess.StartAsync(new Dictionary<string, string?> { ["DATABASE_URL"] = url }, folder);

    private static async Task WriteAndKillAsync(HostProcess host, List<WorkspaceWriter> writers, int after)
    {
        // Reached in the middle of the other clients' requests, never between them.
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var acknowledged = 0;
        var writing = writers.ConvertAll(w => w.WriteAsync(host.Client, () =>
        {
            if (Interlocked.Increment(ref acknowledged) == after)
            {
                enough.SetResult();
            }
        }));

        await Task.WhenAny(enough.Task, Task.WhenAll(writing)).WaitAsync(Guard);
        enough.Task.IsCompleted.Should().BeTrue("the host lives until it is killed");
        await host.KillAsync();
        await Task.WhenAll(writing).WaitAsync(Guard);
    }

    private static async Task ShouldHoldEverythingAsync(HostProcess host, List<WorkspaceWriter> writers, int unanswered, int round)
    {
        var all = await ReadAllAsync(host.Client);
        foreach (var writer in writers)
        {
            foreach (var (id, known) in writer.Documents.ToList())
            {
                var because = $"round {round} of seed {Seed}, workspace {id}";
                all.Should().ContainKey(id, because);
                var value = all[id].GetProperty("data").GetProperty("value").GetString()!;
                var version = all[id].GetProperty("version").GetInt64();
                all[id].GetProperty("title").GetString().Should().Be(value, because);
                if (value == known.Value)
                {
                    version.Should().Be(known.Version, because);
                }
                else
                {
                    // Sent and not acknowledged: it may have been written whole.
                    value.Should().Be(known.Sent, because);
                    version.Should().Be(known.Version + 1, because);
                }

                writer.Settle(id, value, version);
            }
        }

        var acknowledged = writers.Sum(w => w.Documents.Count);
        all.Count.Should().BeInRange(acknowledged, acknowledged + unanswered, $"round {round} of seed {Seed}");
    }

    private static async Task<Dictionary<string, JsonElement>> ReadAllAsync(HttpClient client)
    {
        var all = new Dictionary<string, JsonElement>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = (await client.AskAsync($"/api/workspaces?limit=1000&cursor={Uri.EscapeDataString(cursor)}")).ShouldBeJson();
            foreach (var workspace in page.GetProperty("workspaces").EnumerateArray())
            {
                all.Add(workspace.GetProperty("id").GetString()!, workspace);
            }

            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }

        return all;
    }

    private static async Task ShouldBeSoundAsync(string file)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        (await command.ExecuteScalarAsync()).Should().Be("ok");
    }

    /// <summary>Every index leads to every row of its table, and every row can be read.</summary>
    private static async Task ShouldBeSoundAsync(PostgresDatabase database)
    {
        await database.ExecuteAsync("CREATE EXTENSION amcheck");
        (await database.ScalarAsync<long>("""
            SELECT count(*) FROM (SELECT bt_index_parent_check(c.oid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_class t ON t.oid = i.indrelid WHERE t.relname LIKE 'madlab%' OFFSET 0) AS checked
            """)).Should().BePositive();
        (await database.ScalarAsync<string>("""
            SELECT coalesce(string_agg(t.relname || ': ' || v.msg, '; '), '') FROM pg_class t, LATERAL verify_heapam(t.oid) v WHERE t.relkind = 'r' AND t.relname LIKE 'madlab%'
            """)).Should().BeEmpty();
    }
}
