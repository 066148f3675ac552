using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace EmbeddedDb.Migrations;

/// <summary>The model as the newest migration leaves it.</summary>
[DbContext(typeof(AppDbContext))]
internal sealed class AppDbContextModelSnapshot : ModelSnapshot
{
    public static void Build(ModelBuilder modelBuilder)
    {
        modelBuilder.HasAnnotation("ProductVersion", "10.0.5");

        modelBuilder.Entity("EmbeddedDb.Portfolios.Portfolio", b =>
        {
            b.Property<int>("Id").ValueGeneratedOnAdd().HasColumnType("INTEGER").UseAutoincrement();
            b.Property<string>("Name").IsRequired().HasMaxLength(100).HasColumnType("TEXT");
            b.Property<string>("WorkspaceId").IsRequired().HasMaxLength(64).HasColumnType("TEXT");
            b.HasKey("Id");
            b.HasIndex("Name").IsUnique();
            b.ToTable("Portfolios", (string?)null);
        });

        modelBuilder.Entity("MadLab.Persistence.Model.OperatorSettingEntity", b =>
        {
            b.Property<string>("Name").HasMaxLength(200).HasColumnType("TEXT").HasColumnName("name");
            b.Property<long>("SetAt").HasColumnType("INTEGER").HasColumnName("set_at");
            b.Property<string>("SetBy").IsRequired().HasColumnType("TEXT").HasColumnName("set_by");
            b.Property<string>("Value").HasColumnType("TEXT").HasColumnName("value");
            b.HasKey("Name");
            b.ToTable("lab_operator_settings", (string?)null);
        });

        modelBuilder.Entity("MadLab.Persistence.Model.PreferencesEntity", b =>
        {
            b.Property<string>("Owner").HasMaxLength(200).HasColumnType("TEXT").HasColumnName("owner");
            b.Property<int?>("CacheMaxEntries").HasColumnType("INTEGER").HasColumnName("cache_max_entries");
            b.Property<int?>("CacheTtlMs").HasColumnType("INTEGER").HasColumnName("cache_ttl_ms");
            b.Property<int?>("PollingIntervalMs").HasColumnType("INTEGER").HasColumnName("polling_interval_ms");
            b.Property<string>("Provider").HasMaxLength(32).HasColumnType("TEXT").HasColumnName("provider");
            b.Property<string>("StreamMode").HasMaxLength(16).HasColumnType("TEXT").HasColumnName("stream_mode");
            b.Property<string>("Theme").HasMaxLength(16).HasColumnType("TEXT").HasColumnName("theme");
            b.Property<long>("UpdatedAt").HasColumnType("INTEGER").HasColumnName("updated_at");
            b.Property<long>("Version").IsConcurrencyToken().HasColumnType("INTEGER").HasColumnName("version");
            b.HasKey("Owner");
            b.ToTable("lab_preferences", (string?)null);
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
            b.HasIndex("Id").IsUnique().HasDatabaseName("ix_lab_templates_id");
            b.HasIndex("Owner", "Name").IsUnique().HasDatabaseName("ix_lab_templates_owner_name");
            b.ToTable("lab_templates", (string?)null);
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
            b.HasIndex("Id").IsUnique().HasDatabaseName("ix_lab_workspaces_id");
            b.HasIndex("Owner", "Sequence").HasDatabaseName("ix_lab_workspaces_owner_seq");
            b.ToTable("lab_workspaces", (string?)null);
        });
    }

    protected override void BuildModel(ModelBuilder modelBuilder) => Build(modelBuilder);
}
