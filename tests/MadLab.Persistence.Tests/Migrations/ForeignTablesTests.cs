using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Migrations;

public sealed class SqliteForeignTablesTests() : ForeignTablesTests(StoreKind.Sqlite);

public sealed class PostgreSqlForeignTablesTests() : ForeignTablesTests(StoreKind.PostgreSql);

/// <summary>A database that somebody else made tables in.</summary>
public abstract class ForeignTablesTests(StoreKind kind)
{
    [StoreFact]
    public async Task Start_TablesOfOurNamesWithoutAHistory_SaysSoAndLeavesThem()
    {
        await using var place = await StorePlace.CreateAsync(kind, changesSchema: true);
        await place.ExecuteAsync("CREATE TABLE madlab_templates (mine int)");

        await using var server = await StoreServer.StartAsync(place.Use);

        var reply = (await server.GetAsync("/api/templates")).ShouldBeProblem(503, "STORE_UNAVAILABLE");
        reply.Text("error").Should().Contain("no history");
        await place.ExecuteAsync("INSERT INTO madlab_templates (mine) VALUES (1)");
    }
}
