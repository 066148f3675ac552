using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Sqlite.Migrations;

/// <summary>The model as the third migration left it: two columns more. Frozen, as those before it are.</summary>
internal static class PagePreferencesModel
{
    public static void Build(ModelBuilder modelBuilder)
    {
        SchemaNotesModel.Build(modelBuilder);
        modelBuilder.Entity("MadLab.Persistence.Model.PreferencesEntity", b =>
        {
            b.Property<string>("Theme").HasMaxLength(16).HasColumnType("TEXT").HasColumnName("theme");
            b.Property<string>("Provider").HasMaxLength(32).HasColumnType("TEXT").HasColumnName("provider");
        });
    }
}
