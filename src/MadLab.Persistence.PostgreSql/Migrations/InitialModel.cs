using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.PostgreSql.Migrations;

/// <summary>The model as the first migration left it. Frozen: a later migration adds a file beside this one.</summary>
internal static class InitialModel
{
    private const string Text200 = "character varying(200)";

    public static void Build(ModelBuilder modelBuilder, string schema)
    {
        modelBuilder.HasAnnotation("ProductVersion", "10.0.5").HasAnnotation("Relational:MaxIdentifierLength", 63);
        modelBuilder.UseIdentityByDefaultColumns();

        modelBuilder.Entity("MadLab.Persistence.Model.OperatorSettingEntity", b =>
        {
            b.Property<string>("Name").HasMaxLength(200).HasColumnType(Text200).HasColumnName("name");
            b.Property<long>("SetAt").HasColumnType("bigint").HasColumnName("set_at");
            b.Property<string>("SetBy").IsRequired().HasColumnType("text").HasColumnName("set_by");
            b.Property<string>("Value").HasColumnType("text").HasColumnName("value");
            b.HasKey("Name");
            b.ToTable("madlab_operator_settings", schema);
        });

        modelBuilder.Entity("MadLab.Persistence.Model.PreferencesEntity", b =>
        {
            b.Property<string>("Owner").HasMaxLength(200).HasColumnType(Text200).HasColumnName("owner");
            b.Property<int?>("CacheMaxEntries").HasColumnType("integer").HasColumnName("cache_max_entries");
            b.Property<int?>("CacheTtlMs").HasColumnType("integer").HasColumnName("cache_ttl_ms");
            b.Property<int?>("PollingIntervalMs").HasColumnType("integer").HasColumnName("polling_interval_ms");
            b.Property<string>("StreamMode").HasMaxLength(16).HasColumnType("character varying(16)").HasColumnName("stream_mode");
            b.Property<long>("UpdatedAt").HasColumnType("bigint").HasColumnName("updated_at");
            b.Property<long>("Version").IsConcurrencyToken().HasColumnType("bigint").HasColumnName("version");
            b.HasKey("Owner");
            b.ToTable("madlab_preferences", schema);
        });

        modelBuilder.Entity("MadLab.Persistence.Model.SchemaNoteEntity", b =>
        {
            b.Property<string>("Migration").HasMaxLength(150).HasColumnType("character varying(150)").HasColumnName("migration");
            b.Property<string>("OldestVersion").HasMaxLength(64).HasColumnType("character varying(64)").HasColumnName("oldest_version");
            b.HasKey("Migration");
            b.ToTable("madlab_schema", schema);
        });

        modelBuilder.Entity("MadLab.Persistence.Model.TemplateEntity", b =>
        {
            b.Property<long>("Sequence").ValueGeneratedOnAdd().HasColumnType("bigint").HasColumnName("seq").UseIdentityByDefaultColumn();
            b.Property<long>("CreatedAt").HasColumnType("bigint").HasColumnName("created_at");
            b.Property<string>("Id").IsRequired().HasMaxLength(64).HasColumnType("character varying(64)").HasColumnName("id");
            b.Property<string>("Kind").IsRequired().HasMaxLength(200).HasColumnType(Text200).HasColumnName("kind");
            b.Property<string>("Name").IsRequired().HasMaxLength(200).HasColumnType(Text200).HasColumnName("name");
            b.Property<string>("Owner").IsRequired().ValueGeneratedOnAdd().HasMaxLength(200).HasColumnType(Text200).HasDefaultValue("").HasColumnName("owner");
            b.Property<string>("Title").IsRequired().HasMaxLength(200).HasColumnType(Text200).HasColumnName("title");
            b.Property<long>("UpdatedAt").HasColumnType("bigint").HasColumnName("updated_at");
            b.Property<long>("Version").IsConcurrencyToken().HasColumnType("bigint").HasColumnName("version");
            b.Property<string>("Widgets").IsRequired().HasColumnType("text").HasColumnName("widgets");
            b.HasKey("Sequence");
            b.HasIndex("Id").IsUnique().HasDatabaseName("ix_madlab_templates_id");
            b.HasIndex("Owner", "Name").IsUnique().HasDatabaseName("ix_madlab_templates_owner_name");
            b.ToTable("madlab_templates", schema);
        });

        modelBuilder.Entity("MadLab.Persistence.Model.WorkspaceEntity", b =>
        {
            b.Property<long>("Sequence").ValueGeneratedOnAdd().HasColumnType("bigint").HasColumnName("seq").UseIdentityByDefaultColumn();
            b.Property<long>("CreatedAt").HasColumnType("bigint").HasColumnName("created_at");
            b.Property<string>("Data").IsRequired().HasColumnType("text").HasColumnName("data");
            b.Property<string>("Id").IsRequired().HasMaxLength(64).HasColumnType("character varying(64)").HasColumnName("id");
            b.Property<string>("Owner").IsRequired().ValueGeneratedOnAdd().HasMaxLength(200).HasColumnType(Text200).HasDefaultValue("").HasColumnName("owner");
            b.Property<string>("Title").IsRequired().HasMaxLength(200).HasColumnType(Text200).HasColumnName("title");
            b.Property<long>("UpdatedAt").HasColumnType("bigint").HasColumnName("updated_at");
            b.Property<long>("Version").IsConcurrencyToken().HasColumnType("bigint").HasColumnName("version");
            b.HasKey("Sequence");
            b.HasIndex("Id").IsUnique().HasDatabaseName("ix_madlab_workspaces_id");
            b.HasIndex("Owner", "Sequence").HasDatabaseName("ix_madlab_workspaces_owner_seq");
            b.ToTable("madlab_workspaces", schema);
        });
    }
}
