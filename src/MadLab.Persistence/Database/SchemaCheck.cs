using System.Reflection;
using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MadLab.Persistence.Database;

/// <summary>Compares a database's migrations with those this version ships.</summary>
internal static class SchemaCheck
{
    /// <summary>This version, such as <c>0.1.0</c>: without the commit that a build appends.</summary>
    public static string CurrentVersion { get; } =
        typeof(SchemaCheck).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static async Task<SchemaStatus> ReadAsync(DbContext context, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToList();
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList();
        List<string> pending = [.. known.Except(applied)];
        List<string> newer = [.. applied.Except(known)];

        // Also where something is pending: that is no reason to touch a database whose newer part this version may not serve.
        var notes = newer.Count > 0 && NotesMigration(context) is { } notesMigration && applied.Contains(notesMigration)
            ? await context.Set<SchemaNoteEntity>().AsNoTracking()
                .Where(e => newer.Contains(e.Migration) && e.OldestVersion != null)
                .Select(e => e.OldestVersion!)
                .ToListAsync(cancellationToken).ConfigureAwait(false)
            : [];
        return new SchemaStatus
        {
            Pending = pending,
            Newer = newer,
            IsEmpty = applied.Count == 0,
            NeededVersion = notes.Where(version => !Reaches(CurrentVersion, version)).MaxBy(Parse),
        };
    }

    /// <summary>Refuses a database that only a newer version can serve.</summary>
    /// <exception cref="StoreException">It is one.</exception>
    public static void ThrowIfTooNew(SchemaStatus schema)
    {
        if (schema.NeededVersion is { } needed)
        {
            throw StoreFailures.Unavailable(TooNew(needed));
        }
    }

    public static string TooNew(string needed) =>
        $"The database was migrated by a newer version: MadLab {needed} or later can serve it, and this is {CurrentVersion}.";

    // A version that cannot be read is one from a future that writes them otherwise: not ours.
    internal static bool Reaches(string version, string needed) => Parse(version) is { } mine && Parse(needed) is { } oldest && mine >= oldest;

    private static Version? Parse(string version) => Version.TryParse(version.Split('-')[0], out var parsed) ? parsed : null;

    /// <summary>The migration that makes the table of notes; null for a host's own context, which has none.</summary>
    private static string? NotesMigration(DbContext context)
    {
        if (context.Model.FindEntityType(typeof(SchemaNoteEntity)) is null)
        {
            return null;
        }

        var all = context.GetService<IMigrationsAssembly>();
        return all.Migrations.FirstOrDefault(migration => all.CreateMigration(migration.Value, context.Database.ProviderName!)
            .UpOperations.OfType<CreateTableOperation>().Any(table => table.Name == SchemaNotes.Table)).Key;
    }
}
