using System.Collections.Concurrent;
using System.Text.Json;
using FluentAssertions;
using MadLab.Http;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace MadLab.Persistence.Tests.Backup;

/// <summary>The drill of the runbook, under load: back up while clients write, lose the database, restore, compare.</summary>
public sealed class BackupDrillTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 8;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MADLAB_TEST_LONG") == "1" ? 20 : 3;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backup_WhileClientsWrite_HoldsEveryWriteAcknowledgedBeforeItBegan()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            await DrillAsync(round, builder => builder.UseSqlite($"Data Source={_folder.File()}"), static () => Task.CompletedTask);
        }
    }

    [PostgresFact]
    public async Task Backup_WhileClientsWriteToPostgreSql_HoldsEveryWriteAcknowledgedBeforeItBegan()
    {
        var server = await PostgresServer.SharedAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            var database = await server.CreateAsync();
            await DrillAsync(
                round,
                builder => builder.UsePostgreSql(database.ConnectionString),
                () => server.ExecuteAsync($"DROP DATABASE \"{database.Name}\" WITH (FORCE)"));
        }
    }

    private async Task DrillAsync(int round, Action<IMadLabBuilder> use, Func<Task> lose)
    {
        var copy = _folder.File($"copy{round}");
        Dictionary<string, int> before;
        await using (var server = await StoreServer.StartAsync(use))
        {
            before = await BackUpUnderLoadAsync(server, copy);
        }

        await lose();
        await RestoreAsync(copy, use);

        await using var restored = await StoreServer.StartAsync(use);
        var all = await ReadAllAsync(restored);
        foreach (var (id, value) in before)
        {
            all.Should().ContainKey(id, $"round {round}");
            all[id].Should().BeGreaterThanOrEqualTo(value, $"round {round}, workspace {id}");
        }

        (await restored.PostAsync("/api/workspaces", """{"title":"after","data":{"value":0}}""")).Status.Should().Be(System.Net.HttpStatusCode.OK);
        output.WriteLine($"Round {round}: {before.Count} workspaces acknowledged before, {all.Count} in the backup.");
    }

    private static async Task<Dictionary<string, int>> BackUpUnderLoadAsync(StoreServer server, string copy)
    {
        var acknowledged = new ConcurrentDictionary<string, int>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, Writers).Select(i => Task.Run(() => WriteAsync(server, acknowledged, enough, stop.Token))).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var before = acknowledged.ToDictionary();
        await server.Services.GetRequiredService<IMadLabBackup>().BackupAsync(copy);

        await stop.CancelAsync();
        await Task.WhenAll(writing).WaitAsync(TimeSpan.FromSeconds(30));
        acknowledged.Values.Sum().Should().BeGreaterThan(before.Values.Sum(), "the writers went on meanwhile");
        return before;
    }

    private static async Task WriteAsync(StoreServer server, ConcurrentDictionary<string, int> acknowledged, TaskCompletionSource enough, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var made = (await server.PostAsync("/api/workspaces", """{"title":"t","data":{"value":1}}"""))["workspace"].GetProperty("id").GetString()!;
            acknowledged[made] = 1;
            for (var value = 2; value <= 4 && !stop.IsCancellationRequested; value++)
            {
                (await server.PutAsync($"/api/workspaces/{made}", $$"""{"data":{"value":{{value}} } }""")).Status.Should().Be(System.Net.HttpStatusCode.OK);
                acknowledged[made] = value;
            }

            if (acknowledged.Count >= 5 * Writers)
            {
                enough.TrySetResult();
            }
        }
    }

    private static async Task RestoreAsync(string copy, Action<IMadLabBuilder> use)
    {
        var services = new ServiceCollection();
        use(new MadLabBuilder(services));
        await using var provider = services.BuildServiceProvider();
        if (await provider.GetRequiredService<IMadLabBackup>().RestoreAsync(copy) is { } kept)
        {
            File.Delete(kept);
        }
    }

    private static async Task<Dictionary<string, int>> ReadAllAsync(StoreServer server)
    {
        var all = new Dictionary<string, int>();
        var cursor = string.Empty;
        while (true)
        {
            var page = await server.GetAsync($"/api/workspaces?limit=1000&cursor={cursor}");
            foreach (var workspace in page["workspaces"].EnumerateArray())
            {
                all.Add(workspace.GetProperty("id").GetString()!, workspace.GetProperty("data").GetProperty("value").GetInt32());
            }

            if (!page.Body.TryGetProperty("nextCursor", out var next) || next.ValueKind != JsonValueKind.String)
            {
                return all;
            }

            cursor = next.GetString()!;
        }
    }
}
