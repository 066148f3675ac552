using System.Collections.Concurrent;
using System.Net;
using FluentAssertions;
using MadLab.Persistence.Database;
using MadLab.Persistence.Model;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport;
using MadLab.TestSupport.PostgreSql;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

/// <summary>A server that goes away takes the store's endpoints down and nothing else, loses no answered write, and is served again when it is back.</summary>
public sealed class LostServerTests : IAsyncLifetime
{
    private const string NewWorkspace = """{"title":"t","data":{}}""";

    private PostgresServer _server = null!;
    private PostgresDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _database = await _server.CreateAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [PostgresFact]
    public async Task Running_ServerStoppedAndStarted_TakesDownTheStoreAloneAndComesBack()
    {
        await using var app = await KestrelApp.StartAsync(
            builder => builder.Services.AddMadLab().UsePostgreSql(_database.ConnectionString), app => app.MapMadLab());
        using var stream = await app.Http.GetAsync(new Uri("/api/stream?symbols=AAPL&interval=250", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync());
        (await HealthAsync(app)).Should().Be("ok/ok");
        await PostAsync(app, HttpStatusCode.OK);

        await _server.StopAsync();

        using (var refused = await PostAsync(app, HttpStatusCode.ServiceUnavailable))
        {
            refused.Headers.RetryAfter.Should().NotBeNull();
            var problem = await KestrelApp.JsonAsync(refused);
            problem.GetProperty("code").GetString().Should().Be("STORE_UNAVAILABLE");
            problem.GetRawText().Should().NotContainAny("127.0.0.1", "hunter2", _database.Name);
        }

        await Eventually.AskAsync(() => HealthAsync(app), health => health == "degraded/down");
        (await app.GetAsync("/api/health/ready")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.GetAsync("/api/market?symbol=MSFT")).StatusCode.Should().Be(HttpStatusCode.OK);
        await ShouldReadOnAsync(events);

        await _server.StartAgainAsync();

        await Eventually.AskAsync(async () => (await app.GetAsync("/api/workspaces")).StatusCode, status => status == HttpStatusCode.OK);
        await PostAsync(app, HttpStatusCode.OK);
        await Eventually.AskAsync(() => HealthAsync(app), health => health == "ok/ok");
        (await app.GetJsonAsync("/api/workspaces")).GetProperty("workspaces").GetArrayLength().Should().Be(2);
        await ShouldReadOnAsync(events);
    }

    [PostgresFact]
    public async Task Start_ServerIsDown_ServesOnceItIsUp()
    {
        await _server.StopAsync();
        await using var server = await StoreServer.StartAsync(builder => builder.UsePostgreSql(_database.ConnectionString));
        (await server.GetAsync("/api/workspaces")).ShouldBeProblem(503, "STORE_UNAVAILABLE");

        await _server.StartAgainAsync();

        await Eventually.AskAsync(async () => (await server.GetAsync("/api/workspaces")).Status, status => status == HttpStatusCode.OK);
        (await server.PostAsync("/api/workspaces", NewWorkspace)).Status.Should().Be(HttpStatusCode.OK);
    }

    [PostgresFact]
    public async Task Write_ServerCrashesInTheMiddleOfItsTransaction_LeavesNothingOfIt()
    {
        await using var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(_database.ConnectionString));
        var before = await host.Workspaces.CreateAsync("before", Json.Of("{}"));

        var write = () => host.Get<StoreSession<MadLabDbContext>>().WriteAsync(
            "test",
            async (context, cancel) =>
            {
                await context.Set<WorkspaceEntity>().ExecuteUpdateAsync(set => set.SetProperty(e => e.Title, "half"), cancel);
                await _server.CrashAsync();
                return await context.Set<WorkspaceEntity>().CountAsync(cancel);
            },
            CancellationToken.None);

        (await write.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Unavailable);
        await _server.StartAgainAsync();
        await Eventually.SucceedsAsync(() => host.Status.CheckAsync());
        var after = await host.Workspaces.FindAsync(before.Id);
        after!.Title.Should().Be("before");
        after.Version.Should().Be(1);
    }

    [PostgresFact]
    public async Task Running_ConnectionsEndedByAnAdministrator_ServesAgainAtOnce()
    {
        await using var server = await StoreServer.StartAsync(builder => builder.UsePostgreSql(_database.ConnectionString));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.PostAsync("/api/workspaces", NewWorkspace)));

        await _server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database.Name}'");

        // One call may meet an ended connection; the pool is then made anew.
        var first = await server.PostAsync("/api/workspaces", NewWorkspace);
        if (first.Status != HttpStatusCode.OK)
        {
            first.ShouldBeProblem(503, "STORE_UNAVAILABLE").RetryAfter.Should().NotBeNull();
        }

        for (var i = 0; i < 8; i++)
        {
            (await server.PostAsync("/api/workspaces", NewWorkspace)).Status.Should().Be(HttpStatusCode.OK);
        }
    }

    [PostgresFact]
    public async Task Running_NetworkSilentAndThenCut_Answers503InTimeAndServesAgain()
    {
        await using var network = new LoopbackProxy(_server.Port);
        var connection = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Port = network.Port, CommandTimeout = 1, Timeout = 1, CancellationTimeout = 500 };
        await using var server = await StoreServer.StartAsync(builder => builder.UsePostgreSql(connection.ConnectionString));
        (await server.PostAsync("/api/workspaces", NewWorkspace)).Status.Should().Be(HttpStatusCode.OK);

        network.Silence();

        for (var i = 0; i < 2; i++)
        {
            var reply = (await server.PostAsync("/api/workspaces", NewWorkspace)).ShouldBeProblem(503, "STORE_UNAVAILABLE");
            reply.RetryAfter.Should().NotBeNull();
        }

        network.Resume();
        await Eventually.AskAsync(async () => (await server.PostAsync("/api/workspaces", NewWorkspace)).Status, status => status == HttpStatusCode.OK);

        network.Cut();

        await Eventually.AskAsync(async () => (await server.PostAsync("/api/workspaces", NewWorkspace)).Status, status => status == HttpStatusCode.OK);
    }

    [PostgresFact]
    public async Task Crashes_WhileEightClientsWrite_LoseNoAnsweredWrite()
    {
        await using var server = await StoreServer.StartAsync(builder => builder.UsePostgreSql(_database.ConnectionString));
        var answered = new ConcurrentDictionary<string, int>();
        var refused = 0;
        using var enough = new CancellationTokenSource();
        var writing = Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteAsync(server, answered, () => Interlocked.Increment(ref refused), enough.Token))).ToList();

        for (var round = 0; round < 3; round++)
        {
            var (written, failed) = (answered.Count, Volatile.Read(ref refused));
            await Eventually.AskAsync(() => YieldAsync(answered.Count), count => count > written + 20);
            await _server.CrashAsync();
            await Eventually.AskAsync(() => YieldAsync(Volatile.Read(ref refused)), count => count > failed);
            await _server.StartAgainAsync();
        }

        var last = answered.Count;
        await Eventually.AskAsync(() => YieldAsync(answered.Count), count => count > last + 20);
        await enough.CancelAsync();
        await Task.WhenAll(writing).WaitAsync(TimeSpan.FromSeconds(30));

        var versions = (await _database.ColumnAsync("SELECT id || ' ' || version FROM madlab_workspaces")).Select(row => row.Split(' '))
            .ToDictionary(row => row[0], row => int.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (id, version) in answered)
        {
            versions.Should().ContainKey(id);
            versions[id].Should().BeInRange(version, version + 1, "a change that was not answered may have been written, and no other");
        }
    }

    private static async Task WriteAsync(StoreServer server, ConcurrentDictionary<string, int> answered, Action refused, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var created = await server.PostAsync("/api/workspaces", NewWorkspace);
            if (created.Status != HttpStatusCode.OK)
            {
                created.ShouldBeProblem(503, "STORE_UNAVAILABLE").RetryAfter.Should().NotBeNull();
                refused();
                continue;
            }

            var id = created["workspace"].GetProperty("id").GetString()!;
            answered[id] = 1;
            var changed = await server.PutAsync($"/api/workspaces/{id}", """{"title":"u"}""");
            if (changed.Status == HttpStatusCode.OK)
            {
                answered[id] = 2;
            }
            else
            {
                changed.ShouldBeProblem(503, "STORE_UNAVAILABLE");
                refused();
            }
        }
    }

    private static async Task<int> YieldAsync(int value)
    {
        await Task.Yield();
        return value;
    }

    private static async Task<HttpResponseMessage> PostAsync(KestrelApp app, HttpStatusCode status)
    {
        using var body = new StringContent(NewWorkspace, System.Text.Encoding.UTF8, "application/json");
        var response = await app.Http.PostAsync(new Uri("/api/workspaces", UriKind.Relative), body);
        response.StatusCode.Should().Be(status);
        return response;
    }

    private static async Task<string> HealthAsync(KestrelApp app)
    {
        var health = await app.GetJsonAsync("/api/health");
        return $"{health.GetProperty("status").GetString()}/{health.GetProperty("db").GetString()}";
    }

    private static async Task ShouldReadOnAsync(StreamReader events)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var updates = 0; updates < 3;)
        {
            var line = await events.ReadLineAsync(patience.Token);
            line.Should().NotBeNull("the stream goes on");
            updates += line == "event: price_update" ? 1 : 0;
        }
    }
}
