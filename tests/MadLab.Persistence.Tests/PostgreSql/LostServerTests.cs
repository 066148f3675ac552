using System.Collections.Concurrent;
using System.Globalization;
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
public sealed class LostServerTests(OwnPostgresServer own) : IClassFixture<OwnPostgresServer>, IAsyncLifetime
{
    private const string NewWorkspace = """{"title":"t","data":{}}""";

    private readonly PostgresServer _server = own.Server;
    private PostgresDatabase _database = null!;

    public async Task InitializeAsync() => _database = await _server.CreateAsync();

    public Task DisposeAsync() => Task.CompletedTask;

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
    public async Task Kills_WhileEightClientsWrite_LoseNoAnsweredWrite()
    {
        await using var server = await StoreServer.StartAsync(builder => builder.UsePostgreSql(_database.ConnectionString));
        var writers = new Writers(server);
        var writing = Enumerable.Range(0, 8).Select(_ => Task.Run(writers.WriteAsync)).ToList();

        for (var round = 0; round < 3; round++)
        {
            var (written, failed) = (writers.Answered.Count, writers.Refused);
            await Eventually.AskAsync(() => YieldAsync(writers.Answered.Count), count => count > written + 20);
            writers.Pause();
            await _server.KillAsync();
            await Eventually.AskAsync(() => YieldAsync(writers.Refused), count => count > failed);
            await _server.StartAgainAsync();
            writers.GoOn();
        }

        var last = writers.Answered.Count;
        await Eventually.AskAsync(() => YieldAsync(writers.Answered.Count), count => count > last + 20);
        writers.Stop();
        await Task.WhenAll(writing).WaitAsync(TimeSpan.FromSeconds(30));

        var versions = (await _database.ColumnAsync("SELECT id || ' ' || version FROM madlab_workspaces")).Select(row => row.Split(' '))
            .ToDictionary(row => row[0], row => int.Parse(row[1], CultureInfo.InvariantCulture));
        foreach (var (id, version) in writers.Answered)
        {
            versions.Should().ContainKey(id);
            versions[id].Should().BeInRange(version, version + 1, "a change that was not answered may have been written, and no other");
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

    /// <summary>Clients that create and change workspaces, and remember what was answered.</summary>
    private sealed class Writers(StoreServer server)
    {
        private volatile bool _isEnough;
        private volatile TaskCompletionSource _mayTryAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _refused;

        public ConcurrentDictionary<string, int> Answered { get; } = [];

        public int Refused => Volatile.Read(ref _refused);

        /// <summary>Who is refused from here on waits, instead of asking a server that is down again and again.</summary>
        public void Pause() => _mayTryAgain = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void GoOn() => _mayTryAgain.TrySetResult();

        public void Stop()
        {
            _isEnough = true;
            GoOn();
        }

        public async Task WriteAsync()
        {
            while (!_isEnough)
            {
                var created = await server.PostAsync("/api/workspaces", NewWorkspace);
                if (!await IsDoneAsync(created))
                {
                    continue;
                }

                var id = created["workspace"].GetProperty("id").GetString()!;
                Answered[id] = 1;
                if (await IsDoneAsync(await server.PutAsync($"/api/workspaces/{id}", """{"title":"u"}""")))
                {
                    Answered[id] = 2;
                }
            }
        }

        private async Task<bool> IsDoneAsync(Reply reply)
        {
            if (reply.Status == HttpStatusCode.OK)
            {
                return true;
            }

            reply.ShouldBeProblem(503, "STORE_UNAVAILABLE").RetryAfter.Should().NotBeNull();
            Interlocked.Increment(ref _refused);
            await _mayTryAgain.Task;
            return false;
        }
    }
}
