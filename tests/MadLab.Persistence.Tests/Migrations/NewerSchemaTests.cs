using FluentAssertions;
using MadLab.Persistence.Database;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Migrations;

/// <summary>This version on the schema of a later one: what a rolling update, or going back after one, meets.</summary>
public sealed class NewerSchemaTests : IDisposable
{
    private const string Later = "20990101000000_Later";

    private readonly TempFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("0.0.1")]
    public async Task Start_NewerMigrationThatThisVersionCanServe_Serves(string? oldestVersion)
    {
        await MigrateByALaterVersionAsync([oldestVersion]);
        var logs = new RecordedLogs();

        await using var host = await StoreHarness.StartAsync(builder => builder.UseSqlite($"Data Source={_folder.File()}"), logs: logs);

        (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
        await host.Status.CheckAsync();
        await host.Database.MigrateAsync();
        logs.Lines.Should().ContainSingle(line => line.Contains("NewerSchema", StringComparison.Ordinal)).Which.Should().Contain(Later);
        var schema = await host.Database.GetSchemaAsync();
        schema.Newer.Should().Equal(Later);
        schema.Pending.Should().BeEmpty();
        schema.NeededVersion.Should().BeNull();
    }

    [Fact]
    public async Task Start_MigrationThatBreaksThisVersion_RefusesAndNamesTheOldestThatCan()
    {
        await MigrateByALaterVersionAsync("98.2.0", "99.4.0", "97.0.0");

        await using var server = await StoreServer.StartAsync(builder => builder.UseSqlite($"Data Source={_folder.File()}"), _time);

        foreach (var path in new[] { "/api/workspaces", "/api/templates", "/api/preferences" })
        {
            var reply = (await server.GetAsync(path)).ShouldBeProblem(503, "STORE_UNAVAILABLE");
            reply.RetryAfter.Should().NotBeNull();
            reply.Text("error").Should().Contain("99.4.0");
        }

        var check = () => server.Services.GetRequiredService<IStoreStatus>().CheckAsync();
        (await check.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("MadLab 99.4.0 or later");
        var database = server.Services.GetRequiredService<IMadLabDatabase>();
        (await database.GetSchemaAsync()).NeededVersion.Should().Be("99.4.0");
        var migrate = () => database.MigrateAsync();
        (await migrate.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("99.4.0");
    }

    [Fact]
    public async Task Running_MigratedByALaterVersionThatBreaksThisOne_StopsServingAndStartsAgainWhenThatIsUndone()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File(), _time);
        await host.Workspaces.CreateAsync("before", Json.Of("{}"));

        AddNote(Later, "99.0.0");

        var check = () => host.Status.CheckAsync();
        (await check.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("99.0.0");
        var write = () => host.Workspaces.CreateAsync("t", Json.Of("{}"));
        await write.Should().ThrowAsync<StoreException>();

        SqliteFile.Execute(_folder.File(), $"""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '{Later}'""");
        _time.Advance(TimeSpan.FromSeconds(1));

        await host.Status.CheckAsync();
        (await write()).Version.Should().Be(1);
    }

    [Theory]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2.3", "1.2.4", false)]
    [InlineData("1.10.0", "1.9.0", true)]
    [InlineData("2.0.0-rc.1", "2.0.0", true)]
    [InlineData("1.0.0", "the next one", false)]
    public void Reaches_Versions_AreComparedByNumberAndUnreadableOnesRefused(string version, string needed, bool reaches) =>
        SchemaCheck.Reaches(version, needed).Should().Be(reaches);

    private async Task MigrateByALaterVersionAsync(params string?[] oldestVersions)
    {
        await using (await StoreHarness.SqliteAsync(_folder.File()))
        {
        }

        for (var i = 0; i < oldestVersions.Length; i++)
        {
            AddNote(i == 0 ? Later : $"2099010{i}000000_Later{i}", oldestVersions[i]);
        }
    }

    private void AddNote(string migration, string? oldestVersion) => SqliteFile.Execute(
        _folder.File(),
        $"""
        INSERT INTO "__EFMigrationsHistory" VALUES ('{migration}', '11.0.0');
        INSERT INTO madlab_schema VALUES ('{migration}', {(oldestVersion is null ? "NULL" : $"'{oldestVersion}'")});
        """);
}
