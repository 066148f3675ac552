using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

/// <summary>Our tables in a schema of the host's choice, on a context of the host's own.</summary>
public sealed class HostSchemaTests
{
    [PostgresFact]
    public async Task Stores_OnAHostsContextWithASchema_LiveThere()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using var host = await StoreHarness.StartAsync(builder =>
        {
            builder.Services.AddDbContext<DeskContext>(o => o.UseNpgsql(database.ConnectionString));
            builder.UseDbContext<DeskContext>();
        });
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DeskContext>().Database.EnsureCreatedAsync();
        }

        var workspace = await host.Workspaces.CreateAsync("Desk", Json.Of("""{"b":1.10}"""));
        await host.Workspaces.UpdateAsync(workspace.Id, new WorkspaceChange { Title = "changed" });
        await host.Templates.UpsertAsync(Json.Template());
        await host.Preferences.PutAsync(new Preferences { StreamMode = "sse" });
        await host.OperatorSettings.PutAsync(new OperatorSetting("a", "b", "c", DateTimeOffset.UnixEpoch));

        (await database.ScalarAsync<string>("SELECT title FROM \"desk's Docs\".lab_workspaces")).Should().Be("changed");
        (await host.Templates.FindAsync("Desk")).Should().NotBeNull();
        (await host.Preferences.GetAsync()).Version.Should().Be(1);
        (await host.OperatorSettings.ListAsync()).Should().ContainSingle();
        await host.Status.CheckAsync();
        (await database.ColumnAsync("SELECT DISTINCT schemaname::text FROM pg_tables WHERE tablename LIKE 'lab\\_%' OR tablename LIKE 'madlab\\_%'"))
            .Should().Equal("desk's Docs");
    }

    private sealed class DeskContext(DbContextOptions<DeskContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseMadLab(o =>
        {
            o.Schema = "desk's Docs";
            o.TablePrefix = "lab_";
        });
    }
}
