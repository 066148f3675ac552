using FluentAssertions;
using MadLab.Persistence.Database;
using MadLab.Persistence.PostgreSql.Migrations;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

/// <summary>The migrations are written by hand, so their agreement with the model is tested rather than trusted.</summary>
public sealed class SchemaTests
{
    private const string OtherSchema = "lab's Docs-1";

    // What the database itself says of a schema: columns, identities, keys and indexes.
    private const string Catalog = """
        SELECT format('%s.%s %s %s(%s) null=%s default=%s identity=%s', table_name, column_name, ordinal_position, data_type, character_maximum_length,
                      is_nullable, column_default, identity_generation)
        FROM information_schema.columns WHERE table_schema = '{0}' AND table_name <> 'madlab_migrations'
        UNION ALL SELECT format('%s %s', conname, replace(pg_get_constraintdef(c.oid), '{0}', '')) FROM pg_constraint c
                  JOIN pg_namespace n ON n.oid = connamespace WHERE nspname = '{0}' AND conname NOT LIKE '%madlab_migrations'
        UNION ALL SELECT replace(replace(indexdef, quote_ident('{0}'), ''), '{0}', '') FROM pg_indexes WHERE schemaname = '{0}' AND tablename <> 'madlab_migrations'
        ORDER BY 1
        """;

    [PostgresFact]
    public async Task Migrations_Applied_MakeTheSchemaOfTheModel()
    {
        var server = await PostgresServer.SharedAsync();
        var (migrated, created) = (await server.CreateAsync(), await server.CreateAsync());
        await using (await StoreHarness.StartAsync(builder => builder.UsePostgreSql(migrated.ConnectionString)))
        {
        }

        await using (var context = new MadLabDbContext(Options(created.ConnectionString, "public")))
        {
            await context.Database.EnsureCreatedAsync();
        }

        var schema = await ReadAsync(migrated, "public");
        schema.Should().HaveCountGreaterThan(40).And.Equal(await ReadAsync(created, "public"));
    }

    [PostgresFact]
    public async Task Schema_OfTheSettings_HoldsTablesAndHistoryAndNothingElseDoes()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        await using var host = await StoreHarness.StartAsync(
            builder => builder.UsePostgreSql(database.ConnectionString), settings: ("MadLab:Persistence:Schema", OtherSchema));
        await using var other = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString));

        var workspace = await host.Workspaces.CreateAsync("here", Json.Of("{}"));

        (await other.Workspaces.FindAsync(workspace.Id)).Should().BeNull("each schema is a store of its own");
        (await host.Workspaces.FindAsync(workspace.Id)).Should().NotBeNull();
        var tables = await database.ColumnAsync($"SELECT tablename FROM pg_tables WHERE schemaname = '{OtherSchema.Replace("'", "''", StringComparison.Ordinal)}' ORDER BY 1");
        tables.Should().Equal("madlab_migrations", "madlab_operator_settings", "madlab_preferences", "madlab_schema", "madlab_templates", "madlab_workspaces");
        (await ReadAsync(database, OtherSchema)).Should().Equal(await ReadAsync(database, "public"));
        (await host.Database.GetPendingMigrationsAsync()).Should().BeEmpty();
        await host.Database.MigrateAsync();
    }

    [PostgresFact]
    public async Task Schema_ThatExistsInADatabaseOfSomebodyElse_NeedsNoRightsOnTheDatabase()
    {
        var server = await PostgresServer.SharedAsync();
        var database = await server.CreateAsync();
        await database.ExecuteAsync("CREATE ROLE tenant LOGIN PASSWORD 'tenant'; CREATE SCHEMA tenant AUTHORIZATION tenant");

        await using var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(
            $"Host=127.0.0.1;Port={server.Port};Database={database.Name};Username=tenant;Password=tenant", o => o.Schema = "tenant"));

        (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
    }

    [Theory]
    [InlineData("public")]
    [InlineData(OtherSchema)]
    public void Snapshot_AgainstTheModel_DiffersInNothing(string schema)
    {
        using var context = new MadLabDbContext(Options("Host=localhost;Database=none", schema));

        var snapshot = context.GetService<IModelRuntimeInitializer>()
            .Initialize(((IMutableModel)context.GetService<IMigrationsAssembly>().ModelSnapshot!.Model).FinalizeModel());
        var differences = context.GetService<IMigrationsModelDiffer>()
            .GetDifferences(snapshot.GetRelationalModel(), context.GetService<IDesignTimeModel>().Model.GetRelationalModel());

        differences.Select(d => d.GetType().Name).Should().BeEmpty();
        context.Database.HasPendingModelChanges().Should().BeFalse();
    }

    private static DbContextOptions<MadLabDbContext> Options(string connectionString, string schema)
    {
        var builder = new DbContextOptionsBuilder<MadLabDbContext>();
        builder.UseNpgsql(connectionString).ReplaceService<IMigrationsAssembly, SchemaMigrations>();
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new StoreSchema(schema));
        return builder.Options;
    }

    /// <summary>All that the database says of a schema, in a stable order.</summary>
    internal static Task<List<string>> ReadAsync(PostgresDatabase database, string schema) =>
        database.ColumnAsync(Catalog.Replace("{0}", schema.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal));
}
