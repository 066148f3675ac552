using System.Net;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Sqlite;

/// <summary>A database that goes away takes its own endpoints down and nothing else, and comes back without a restart.</summary>
public sealed class LostDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    private string Moved => _folder.File("moved.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_FolderThatCannotBe_ServesWithoutAStoreUntilItCan()
    {
        var blocker = _folder.File("data");
        await File.WriteAllTextAsync(blocker, "a file where the folder should be");
        await using var server = await StartAsync(Path.Combine(blocker, "store.db"));

        foreach (var path in new[] { "/api/workspaces", "/api/templates", "/api/preferences", "/api/workspaces/some" })
        {
            var reply = (await server.GetAsync(path)).ShouldBeProblem(503, "STORE_UNAVAILABLE");
            reply.RetryAfter.Should().NotBeNull();
            reply.Body.GetRawText().Should().NotContain(_folder.Path);
        }

        await ShouldBeDownAsync(server);
        File.Delete(blocker);
        _time.Advance(TimeSpan.FromSeconds(1));

        (await server.PostAsync("/api/workspaces", """{"title":"t","data":{}}""")).Status.Should().Be(HttpStatusCode.OK);
        await Status(server).CheckAsync();
    }

    [Theory]
    [InlineData("this is no database, but it is long enough to be read as the header of one and then some more text")]
    [InlineData("SQLite format 3\0 and then nothing that makes sense, for a hundred bytes and more, so that it is read as a header")]
    public async Task Start_FileThatIsNoDatabase_SaysSoAndKeepsIt(string content)
    {
        await File.WriteAllTextAsync(_folder.File(), content);
        await using var server = await StartAsync(_folder.File());

        (await server.GetAsync("/api/workspaces")).ShouldBeProblem(503, "STORE_UNAVAILABLE");

        await ShouldBeDownAsync(server);
        (await File.ReadAllTextAsync(_folder.File())).Should().Be(content);
    }

    [Fact]
    public async Task Running_FileMovedAwayAndBack_IsNoticedAndNeverReplacedByAnEmptyOne()
    {
        await using var server = await StartAsync(_folder.File());
        var before = await server.PostAsync("/api/workspaces", """{"title":"before","data":{}}""");
        var path = $"/api/workspaces/{before["workspace"].GetProperty("id").GetString()}";

        File.Move(_folder.File(), Moved);

        for (var i = 0; i < 3; i++)
        {
            (await server.PostAsync("/api/workspaces", """{"title":"lost?","data":{}}""")).ShouldBeProblem(503, "STORE_UNAVAILABLE");
            (await server.GetAsync(path)).ShouldBeProblem(503, "STORE_UNAVAILABLE");
            await ShouldBeDownAsync(server);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        File.Exists(_folder.File()).Should().BeFalse();
        File.Move(Moved, _folder.File());
        _time.Advance(TimeSpan.FromSeconds(1));

        (await server.GetAsync(path)).Status.Should().Be(HttpStatusCode.OK);
        (await server.PostAsync("/api/workspaces", """{"title":"after","data":{}}""")).Status.Should().Be(HttpStatusCode.OK);
        (await server.GetAsync("/api/workspaces"))["workspaces"].EnumerateArray().Select(w => w.GetProperty("title").GetString()).Should().Equal("after", "before");
        await Status(server).CheckAsync();
    }

    [Fact]
    public async Task Running_FileReplacedByARestoredOne_IsServedFromThere()
    {
        await using var server = await StartAsync(_folder.File());
        await server.PostAsync("/api/workspaces", """{"title":"before","data":{}}""");
        SqliteFile.Execute(_folder.File(), $"VACUUM INTO '{Moved}'");
        await server.PostAsync("/api/workspaces", """{"title":"after the backup","data":{}}""");

        File.Delete(_folder.File());
        File.Delete(_folder.File() + "-wal");
        File.Delete(_folder.File() + "-shm");
        File.Move(Moved, _folder.File());

        (await server.GetAsync("/api/workspaces"))["workspaces"].EnumerateArray().Select(w => w.GetProperty("title").GetString()).Should().Equal("before");
        (await server.PostAsync("/api/workspaces", """{"title":"new","data":{}}""")).Status.Should().Be(HttpStatusCode.OK);
        SqliteFile.Scalar<long>(_folder.File(), "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(2);
    }

    [Fact]
    public async Task Running_LockedByAnotherProcess_RefusesWritesAndGoesOnReading()
    {
        await using var server = await StartAsync(_folder.File());
        await server.PostAsync("/api/workspaces", """{"title":"before","data":{}}""");
        using (var other = SqliteFile.Open(_folder.File()))
        {
            other.Execute("BEGIN IMMEDIATE");

            var refused = (await server.PostAsync("/api/workspaces", """{"title":"t","data":{}}""")).ShouldBeProblem(503, "STORE_UNAVAILABLE");
            refused.Text("error").Should().Contain("locked");
            (await server.GetAsync("/api/workspaces"))["workspaces"].GetArrayLength().Should().Be(1);
            await Status(server).CheckAsync();
            other.Execute("ROLLBACK");
        }

        (await server.PostAsync("/api/workspaces", """{"title":"after","data":{}}""")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Running_DiskFull_RefusesWritesAndKeepsWhatIsThere()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File(), _time);
        var before = await host.Workspaces.CreateAsync("before", Json.Of("{}"));

        // The engine's own limit on pages answers as a full disk does; it holds for the pooled connection that it is set on.
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<MadLabDbContext>();
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(context.Database, "PRAGMA max_page_count = 1");
        }

        var write = () => host.Workspaces.CreateAsync("t", Json.Of($$"""{"x":"{{new string('x', 500_000)}}"}"""));
        var failure = (await write.Should().ThrowAsync<StoreException>()).Which;
        failure.Kind.Should().Be(StoreErrorKind.Unavailable);
        failure.Message.Should().Contain("full");
        (await host.Workspaces.FindAsync(before.Id)).Should().NotBeNull();
    }

    [Fact]
    public async Task ReadOnly_Database_ServesReadsAndRefusesWrites()
    {
        await using (var writer = await StoreHarness.SqliteAsync(_folder.File()))
        {
            await writer.Workspaces.CreateAsync("before", Json.Of("{}"));
        }

        await using var host = await StoreHarness.StartAsync(builder => builder.UseSqlite($"Data Source={_folder.File()};Mode=ReadOnly"));

        (await host.Workspaces.ListAsync(10)).Items.Should().ContainSingle();
        var write = () => host.Workspaces.CreateAsync("t", Json.Of("{}"));
        (await write.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("read-only");
    }

    private static IStoreStatus Status(StoreServer server) => server.Services.GetRequiredService<IStoreStatus>();

    private static async Task ShouldBeDownAsync(StoreServer server)
    {
        var check = () => Status(server).CheckAsync();
        (await check.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.Unavailable);
    }

    private Task<StoreServer> StartAsync(string file) =>
        StoreServer.StartAsync(builder => builder.UseSqlite($"Data Source={file}", o => o.BusyTimeout = TimeSpan.FromMilliseconds(200)), _time);
}
