using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Migrations;

public sealed class SqliteNewerSchemaTests() : NewerSchemaTests(StoreKind.Sqlite);

public sealed class PostgreSqlNewerSchemaTests() : NewerSchemaTests(StoreKind.PostgreSql);

/// <summary>This version on the schema of a later one: what a rolling update, or going back after one, meets.</summary>
public abstract class NewerSchemaTests(StoreKind kind) : IAsyncLifetime
{
    private const string Later = "20990101000000_Later";

    private readonly ManualTimeProvider _time = new();
    private StorePlace _place = null!;

    public async Task InitializeAsync() => _place = await StorePlace.CreateAsync(kind, changesSchema: true);

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [StoreTheory]
    [InlineData(null)]
    [InlineData("0.0.1")]
    public async Task Start_NewerMigrationThatThisVersionCanServe_Serves(string? oldestVersion)
    {
        await MigrateByALaterVersionAsync([oldestVersion]);
        var logs = new RecordedLogs();

        await using var host = await StoreHarness.StartAsync(_place.Use, logs: logs);

        (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
        await host.Status.CheckAsync();
        await host.Database.MigrateAsync();
        logs.Lines.Should().ContainSingle(line => line.Contains("NewerSchema", StringComparison.Ordinal)).Which.Should().Contain(Later);
        var schema = await host.Database.GetSchemaAsync();
        schema.Newer.Should().Equal(Later);
        schema.Pending.Should().BeEmpty();
        schema.NeededVersion.Should().BeNull();
    }

    [StoreFact]
    public async Task Start_MigrationThatBreaksThisVersion_RefusesAndNamesTheOldestThatCan()
    {
        await MigrateByALaterVersionAsync("98.2.0", "99.4.0", "97.0.0");

        await using var server = await StoreServer.StartAsync(_place.Use, _time);

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

    [StoreFact]
    public async Task Running_MigratedByALaterVersionThatBreaksThisOne_StopsServingAndStartsAgainWhenThatIsUndone()
    {
        await using var host = await StoreHarness.StartAsync(_place.Use, _time);
        await host.Workspaces.CreateAsync("before", Json.Of("{}"));

        await AddNoteAsync(Later, "99.0.0");

        var check = () => host.Status.CheckAsync();
        (await check.Should().ThrowAsync<StoreException>()).Which.Message.Should().Contain("99.0.0");
        var write = () => host.Workspaces.CreateAsync("t", Json.Of("{}"));
        await write.Should().ThrowAsync<StoreException>();

        await _place.ExecuteAsync($"""DELETE FROM {_place.History} WHERE "MigrationId" = '{Later}'""");
        _time.Advance(TimeSpan.FromSeconds(1));

        await host.Status.CheckAsync();
        (await write()).Version.Should().Be(1);
    }

    private async Task MigrateByALaterVersionAsync(params string?[] oldestVersions)
    {
        await using (await StoreHarness.StartAsync(_place.Use))
        {
        }

        for (var i = 0; i < oldestVersions.Length; i++)
        {
            await AddNoteAsync(i == 0 ? Later : $"2099010{i}000000_Later{i}", oldestVersions[i]);
        }
    }

    private Task AddNoteAsync(string migration, string? oldestVersion) => _place.ExecuteAsync(
        $"""
        INSERT INTO {_place.History} VALUES ('{migration}', '11.0.0');
        INSERT INTO madlab_schema VALUES ('{migration}', {(oldestVersion is null ? "NULL" : $"'{oldestVersion}'")});
        """);
}
