using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MadLab.Persistence.Model;

/// <summary>The table by which a migration speaks to older versions; only where the schema is ours, a host's own context has none.</summary>
internal static class SchemaNotes
{
    public const string Table = "madlab_schema";

    public static ModelBuilder AddSchemaNotes(this ModelBuilder modelBuilder, string? schema = null) => modelBuilder.Entity<SchemaNoteEntity>(entity =>
    {
        entity.ToTable(Table, schema);
        entity.HasKey(e => e.Migration);
        entity.Property(e => e.Migration).HasColumnName("migration").HasMaxLength(150).ValueGeneratedNever();
        entity.Property(e => e.OldestVersion).HasColumnName("oldest_version").HasMaxLength(64);
    });

    /// <summary>Leaves the note of a migration; called by every <c>Up</c> from the one on that makes the table.</summary>
    /// <param name="migrationBuilder">The migration's builder.</param>
    /// <param name="migration">The migration's id.</param>
    /// <param name="oldestVersion">The oldest version that can serve the schema from now on, such as <c>0.3.0</c>, which is what marks a migration as breaking; null where any can.</param>
    /// <param name="schema">The tables' schema; null for the engine's own.</param>
    public static void NoteSchema(this MigrationBuilder migrationBuilder, string migration, string? oldestVersion = null, string? schema = null) =>
        migrationBuilder.InsertData(
            table: Table,
            columns: ["migration", "oldest_version"],
            values: new object?[] { migration, oldestVersion },
            schema: schema);
}
