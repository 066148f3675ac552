using FluentAssertions;
using MadLab.TestSupport.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

public sealed class ScriptTests
{
    [PostgresTheory]
    [InlineData("public")]
    [InlineData("My lab")]
    public async Task Script_AppliedTwice_IsTheSchemaThatTheHostAsksFor(string schema)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        var services = new ServiceCollection();
        new MadLab.Http.MadLabBuilder(services).UsePostgreSql(database.ConnectionString, o => o.Schema = schema);
        await using var provider = services.BuildServiceProvider();
        var migrations = provider.GetRequiredService<IMadLabDatabase>();

        var script = await migrations.GetMigrationScriptAsync();
        await database.ExecuteAsync(script);
        await database.ExecuteAsync(script);

        (await migrations.GetPendingMigrationsAsync()).Should().BeEmpty();
        (await provider.GetRequiredService<IWorkspaceStore>().CreateAsync("t", Support.Json.Of("{}"))).Version.Should().Be(1);
    }
}
