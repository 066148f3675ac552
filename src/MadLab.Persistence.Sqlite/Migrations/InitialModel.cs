using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Sqlite.Migrations;

/// <summary>The model as the first migration left it. Frozen: a later migration adds a file beside this one.</summary>
internal static class InitialModel
{
    public static void Build(ModelBuilder modelBuilder)
    {
        modelBuilder.HasAnnotation("ProductVersion", "10.0.5");

        modelBuilder.Entity("MadLab.Persistence.Model.OperatorSettingEntity", b =>
        {
            b.Property<string>("Name").HasMaxLength(200).HasColumnType("TEXT").HasColumnName("name");
            b.Property<long>("SetAt").HasColumnType("INTEGER").HasColumnName("set_at");
            b.Property<string>("SetBy").IsRequired().HasColumnType("TEXT").HasColumnName("set_by");
            b.Property<string>("Value").HasColumnType("TEXT").HasColumnName("value");
            b.HasKey("Name");
            b.ToTable("madlab_operator_settings", (string?)null);
        });

        modelBuilder.Entity("MadLab.Persistence.Model.PreferencesEntity", b =>
        {
            b.Property<string>("Owner").HasMaxLength(200).HasColumnType("TEXT").HasColumnName("owner");
            b.Property<int?>("CacheMaxEntries").HasColumnType("INTEGER").HasColumnName("cache_max_entries");
            b.Property<int?>("CacheTtlMs").HasColumnType("INTEGER").HasColumnName("cache_ttl_ms");
            b.Property<int?>("PollingIntervalMs").HasColumnType("INTEGER").HasColumnName("polling_interval_ms");
            b.Property<string>("StreamMode").HasMaxLength(16).HasColumnType("TEXT").HasColumnName("stream_mode");
            b.Property<long>("UpdatedAt").HasColumnType("INTEGER").HasColumnName("updated_at");
            b.Property<long>("Version").IsConcurrencyToken().HasColumnType("INTEGER").HasColumnName("version");
            b.HasKey("Owner");
            b.ToTable("madlab_preferences", (string?)null);
        });

        modelBuilder.Entity("MadLab.Persistence.Model.TemplateEntity", b =>
        {
            b.Property<long>("Sequence").ValueGeneratedOnAdd().HasColumnType("INTEGER").HasColumnName("seq").UseAutoincrement();
            b.Property<long>("CreatedAt").HasColumnType("INTEGER").HasColumnName("created_at");
            b.Property<string>("Id").IsRequired().HasMaxLength(64).HasColumnType("TEXT").HasColumnName("id");
            b.Property<string>("Kind").IsRequired().HasMaxLength(200).HasColumnType("TEXT").HasColumnName("kind");
            b.Property<string>("Name").IsRequired().HasMaxLength(200).HasColumnType("TEXT").HasColumnName("name");
            b.Property<string>("Owner").IsRequired().ValueGeneratedOnAdd().HasMaxLength(200).HasColumnType("TEXT").HasDefaultValue("").HasColumnName("owner");
            b.Property<string>("Title").IsRequired().HasMaxLength(200).HasColumnType("TEXT").HasColumnName("title");
            b.Property<long>("UpdatedAt").HasColumnType("INTEGER").HasColumnName("updated_at");
            b.Property<long>("Version").IsConcurrencyToken().HasColumnType("INTEGER").HasColumnName("version");
            b.Property<string>("Widgets").IsRequired().HasColumnType("TEXT").HasColumnName("widgets");
            b.HasKey("Sequence");
            b.HasIndex("Id").IsUnique().HasDatabaseName("ix_madlab_templates_id");
            b.HasIndex("Owner", "Name").IsUnique().HasDatabaseName("ix_madlab_templates_owner_name");
            b.ToTable("madlab_templates", (string?)null);
        });

        modelBuilder.Entity("MadLab.Persistence.Model.WorkspaceEntity", b =>
        {
            b.Property<long>("Sequence").ValueGeneratedOnAdd().HasColumnType("INTEGER").HasColumnName("seq").UseAutoincrement();
            b.Property<long>("CreatedAt").HasColumnType("INTEGER").HasColumnName("created_at");
            b.Property<string>("Data").IsRequired().HasColumnType("TEXT").HasColumnName("data");
            b.Property<string>("Id").IsRequired().HasMaxLength(64).HasColumnType("TEXT").HasColumnName("id");
            b.Property<string>("Owner").IsRequired().ValueGeneratedOnAdd().HasMaxLength(200).HasColumnType("TEXT").HasDefaultValue("").HasColumnName("owner");
            b.Property<string>("Title").IsRequired().HasMaxLength(200).HasColumnType("TEXT").HasColumnName("title");
            b.Property<long>("UpdatedAt").HasColumnType("INTEGER").HasColumnName("updated_at");
            b.Property<long>("Version").IsConcurrencyToken().HasColumnType("INTEGER").HasColumnName("version");
            b.HasKey("Sequence");
            b.HasIndex("Id").IsUnique().HasDatabaseName("ix_madlab_workspaces_id");
            b.HasIndex("Owner", "Sequence").HasDatabaseName("ix_madlab_workspaces_owner_seq");
            b.ToTable("madlab_workspaces", (string?)null);
        });
    }
}
