using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MadLab.Persistence.Tests.Stores;

public sealed class SqliteDurableStoreTests() : DurableStoreTests(StoreKind.Sqlite);

public sealed class PostgreSqlDurableStoreTests() : DurableStoreTests(StoreKind.PostgreSql);

/// <summary>What a database keeps, for the next host and for others beside this one.</summary>
public abstract class DurableStoreTests(StoreKind kind) : IAsyncLifetime
{
    private StorePlace _place = null!;

    public async Task InitializeAsync() => _place = await StorePlace.CreateAsync(kind);

    public async Task DisposeAsync() => await _place.DisposeAsync();

    [StoreFact]
    public async Task Reopened_Database_HoldsEverything()
    {
        Workspace workspace;
        await using (var first = await StoreHarness.StartAsync(_place.Use))
        {
            workspace = await first.Workspaces.CreateAsync("Desk", Json.Of("""{"n":1}"""));
            workspace = (await first.Workspaces.UpdateAsync(workspace.Id, new WorkspaceChange { Title = "Desk 2" }))!;
            await first.Templates.UpsertAsync(Json.Template());
            await first.Preferences.PutAsync(new Preferences { StreamMode = "polling", Workbench = new WorkbenchPreferences { Theme = "system", Provider = "lean" } });
            await first.OperatorSettings.PutAsync(new OperatorSetting("live-data", "false", "ann", DateTimeOffset.UnixEpoch));
        }

        await using var second = await StoreHarness.StartAsync(_place.Use);

        (await second.Workspaces.FindAsync(workspace.Id)).Should().BeEquivalentTo(workspace, options => options.Excluding(w => w.Data));
        (await second.Templates.ListAsync()).Should().ContainSingle();
        (await second.Preferences.GetAsync()).Preferences.Should().Be(new Preferences { StreamMode = "polling", Workbench = new WorkbenchPreferences { Theme = "system", Provider = "lean" } });
        (await second.OperatorSettings.ListAsync()).Should().ContainSingle();
        (await second.Workspaces.CreateAsync("later", Json.Of("{}"))).Id.Should().NotBe(workspace.Id);
        (await second.Workspaces.ListAsync(10)).Items.Select(w => w.Title).Should().Equal("later", "Desk 2");
    }

    [StoreFact]
    public async Task Writes_OfDifferentValues_AreCompiledOnce()
    {
        var logs = new RecordedLogs(LogLevel.Debug);
        await using var host = await StoreHarness.StartAsync(_place.Use, logs: logs);
        var id = (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Id;
        int Compiled() => logs.Lines.Count(line => line.Contains("QueryCompilationStarting", StringComparison.Ordinal));
        async Task WriteAsync(int i)
        {
            await host.Workspaces.UpdateAsync(id, new WorkspaceChange { Title = $"{i}", Data = Json.Of($"{{\"n\":{i}}}") });
            await host.Templates.UpsertAsync(Json.Template($"{i}"));
            await host.Templates.UpsertAsync(Json.Template($"{i}", $"{i}"));
            await host.Preferences.PutAsync(new Preferences { PollingIntervalMs = i });
        }

        await WriteAsync(1);
        await WriteAsync(2);
        var first = Compiled();
        for (var i = 3; i < 10; i++)
        {
            await WriteAsync(i);
        }

        // Other tests of this process may have compiled the same statements before: only growth tells.
        logs.Lines.Should().Contain(line => line.Contains("CommandExecuted", StringComparison.Ordinal));
        Compiled().Should().Be(first, "a value in the text of a statement would grow EF's cache with every write");
    }

    [StoreFact]
    public async Task Logs_AtInformation_HoldNoStatementAndNoSecret()
    {
        var logs = new RecordedLogs();
        await using (var host = await StoreHarness.StartAsync(_place.Use, logs: logs))
        {
            await host.Workspaces.CreateAsync("secret-title", Json.Of("{}"));
        }

        // The host names its own folder, which may be a temporary one too.
        var lines = logs.Lines.Where(static line => !line.Contains("Microsoft.Hosting.Lifetime", StringComparison.Ordinal)).ToList();

        // A database that an earlier test left may have had nothing to migrate.
        foreach (var word in new[] { "INSERT", "SELECT", "secret-title", "hunter2", Path.GetTempPath(), "127.0.0.1" })
        {
            lines.Should().NotContain(line => line.Contains(word, StringComparison.Ordinal));
        }
    }

    [StoreFact]
    public async Task TwoHosts_OnOneDatabase_LoseNoWrite()
    {
        await using var left = await StoreHarness.StartAsync(_place.Use);
        await using var right = await StoreHarness.StartAsync(_place.Use);
        var id = (await left.Workspaces.CreateAsync("t", Json.Of("{}"))).Id;

        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
            (i % 2 == 0 ? left : right).Workspaces.UpdateAsync(id, new WorkspaceChange { Title = $"{i}" }))));

        (await right.Workspaces.FindAsync(id))!.Version.Should().Be(33);
    }
}
