using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Sqlite.Migrations;

/// <summary>The model as the second migration left it: the first one's, and the table of notes. Frozen, as that is.</summary>
internal static class SchemaNotesModel
{
    public static void Build(ModelBuilder modelBuilder)
    {
        InitialModel.Build(modelBuilder);
        modelBuilder.Entity("MadLab.Persistence.Model.SchemaNoteEntity", b =>
        {
            b.Property<string>("Migration").HasMaxLength(150).HasColumnType("TEXT").HasColumnName("migration");
            b.Property<string>("OldestVersion").HasMaxLength(64).HasColumnType("TEXT").HasColumnName("oldest_version");
            b.HasKey("Migration");
            b.ToTable("madlab_schema", (string?)null);
        });
    }
}
