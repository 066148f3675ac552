using System.Reflection;
using MadLab.Persistence.Database;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MadLab.Persistence.PostgreSql.Migrations;

/// <summary>The migrations of this package for one schema; EF's own list would make them for the connection's search path.</summary>
internal sealed class SchemaMigrations : IMigrationsAssembly
{
    private static readonly SortedList<string, TypeInfo> All = Find();

    private readonly string _schema;

    public SchemaMigrations(IDbContextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _schema = options.FindExtension<StoreSchema>()?.Name ?? throw new InvalidOperationException("The context's options name no schema.");
        ModelSnapshot = new MadLabDbContextModelSnapshot(_schema);
    }

    public IReadOnlyDictionary<string, TypeInfo> Migrations => All;

    public ModelSnapshot? ModelSnapshot { get; }

    public Assembly Assembly => typeof(SchemaMigrations).Assembly;

    public string? FindMigrationId(string nameOrId) =>
        All.Keys.FirstOrDefault(id =>
            string.Equals(id, nameOrId, StringComparison.OrdinalIgnoreCase)
            || string.Equals(id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..], nameOrId, StringComparison.OrdinalIgnoreCase));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        ArgumentNullException.ThrowIfNull(migrationClass);
        var migration = (Migration)Activator.CreateInstance(migrationClass, _schema)!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    private static SortedList<string, TypeInfo> Find()
    {
        var found = new SortedList<string, TypeInfo>(StringComparer.Ordinal);
        foreach (var type in typeof(SchemaMigrations).Assembly.DefinedTypes)
        {
            if (type.GetCustomAttribute<MigrationAttribute>() is { } migration)
            {
                found.Add(migration.Id, type);
            }
        }

        return found;
    }
}
