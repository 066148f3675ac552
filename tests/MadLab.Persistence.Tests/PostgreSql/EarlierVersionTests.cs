using FluentAssertions;
using MadLab.Persistence.Database;
using MadLab.Persistence.PostgreSql.Migrations;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.PostgreSql;

/// <summary>A PostgreSQL database of each earlier version becomes what a new one is, and keeps its documents.</summary>
public sealed class EarlierVersionTests
{
    /// <summary>The versions a database can be at: none, and after each migration; from the last on there is nothing to do.</summary>
    public static TheoryData<string> Versions
    {
        get
        {
            using var context = Context("Host=localhost;Database=none");
            return [Migration.InitialDatabase, .. context.Database.GetMigrations()];
        }
    }

    [PostgresTheory]
    [MemberData(nameof(Versions))]
    public async Task Migrate_Twice_IsTheSchemaOfANewDatabaseWithTheDocumentsOfBefore(string version)
    {
        var server = await PostgresServer.SharedAsync();
        var (database, other) = (await server.CreateAsync(), await server.CreateAsync());
        var documents = await MakeAsync(database, version);

        await using var host = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(database.ConnectionString));
        await host.Database.MigrateAsync();
        await host.Database.MigrateAsync();

        (await host.Database.GetSchemaAsync()).Should().BeEquivalentTo(new { Pending = Array.Empty<string>(), Newer = Array.Empty<string>(), NeededVersion = (string?)null });
        (await host.Workspaces.ListAsync(10)).Items.Should().HaveCount(documents);
        await using var fresh = await StoreHarness.StartAsync(builder => builder.UsePostgreSql(other.ConnectionString));
        (await SchemaTests.ReadAsync(database, "public")).Should().HaveCountGreaterThan(40).And.Equal(await SchemaTests.ReadAsync(other, "public"));
    }

    [PostgresTheory]
    [MemberData(nameof(Versions))]
    public async Task Migrate_ManyAtOnce_AllServe(string version)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateAsync();
        var documents = await MakeAsync(database, version);

        var hosts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StoreHarness.StartAsync(
            builder => builder.UsePostgreSql(database.ConnectionString, o => o.MigrateAtStart = true)))));

        foreach (var host in hosts)
        {
            await Eventually.SucceedsAsync(() => host.Workspaces.CreateAsync("t", Json.Of("{}")));
        }

        (await hosts[0].Workspaces.ListAsync(100)).Items.Should().HaveCount(documents + hosts.Length);
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>Makes a database as that version left it; says how many documents are in it.</summary>
    private static async Task<int> MakeAsync(PostgresDatabase database, string version)
    {
        if (version == Migration.InitialDatabase)
        {
            return 0;
        }

        await using var context = Context(database.ConnectionString);
        await context.GetService<IMigrator>().MigrateAsync(version);
        await database.ExecuteAsync("INSERT INTO madlab_workspaces (id, owner, title, data, version, created_at, updated_at) VALUES ('w1', '', 't', '{}', 3, 1, 2)");
        return 1;
    }

    private static MadLabDbContext Context(string connectionString)
    {
        var builder = new DbContextOptionsBuilder<MadLabDbContext>();
        builder.UseNpgsql(
                connectionString + ";Pooling=false",
                npgsql => npgsql.MigrationsAssembly("MadLab.Persistence.PostgreSql").MigrationsHistoryTable("madlab_migrations", "public"))
            .ReplaceService<IMigrationsAssembly, SchemaMigrations>();
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new StoreSchema("public"));
        return new MadLabDbContext(builder.Options);
    }
}
