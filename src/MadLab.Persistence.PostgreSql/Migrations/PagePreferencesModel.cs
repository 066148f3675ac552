using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.PostgreSql.Migrations;

/// <summary>The model as the second migration left it: two columns more. Frozen, as the first one is.</summary>
internal static class PagePreferencesModel
{
    public static void Build(ModelBuilder modelBuilder, string schema)
    {
        InitialModel.Build(modelBuilder, schema);
        modelBuilder.Entity("MadLab.Persistence.Model.PreferencesEntity", b =>
        {
            b.Property<string>("Theme").HasMaxLength(16).HasColumnType("character varying(16)").HasColumnName("theme");
            b.Property<string>("Provider").HasMaxLength(32).HasColumnType("character varying(32)").HasColumnName("provider");
        });
    }
}
