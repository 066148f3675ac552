using MadLab.Persistence;
using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Puts MadLab's tables into a model.</summary>
public static class MadLabModelBuilderExtensions
{
    private const int TextLength = 200;
    private const int IdLength = 64;

    /// <summary>Adds MadLab's four tables to the model; call it in <c>OnModelCreating</c> of the context named to <c>UseDbContext</c>.</summary>
    /// <param name="modelBuilder">The model builder.</param>
    /// <param name="configure">Sets the schema and the tables' prefix; by default the model's schema and <c>madlab_</c>.</param>
    /// <exception cref="ArgumentException">The prefix or the schema cannot be one.</exception>
    public static ModelBuilder UseMadLab(this ModelBuilder modelBuilder, Action<MadLabModelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        var options = new MadLabModelOptions();
        configure?.Invoke(options);
        options.Validate();
        modelBuilder.Entity<WorkspaceEntity>(entity => Workspaces(entity, options));
        modelBuilder.Entity<TemplateEntity>(entity => Templates(entity, options));
        modelBuilder.Entity<PreferencesEntity>(entity => Preferences(entity, options));
        modelBuilder.Entity<OperatorSettingEntity>(entity => OperatorSettings(entity, options));
        return modelBuilder;
    }

    // Id is required by hand: EF takes it for the key first, and forgets that it is not null once the key is another.
    private static void Workspaces(EntityTypeBuilder<WorkspaceEntity> entity, MadLabModelOptions options)
    {
        entity.ToTable(options.TablePrefix + "workspaces", options.Schema);
        entity.HasKey(e => e.Sequence);
        entity.Property(e => e.Sequence).HasColumnName("seq").ValueGeneratedOnAdd();
        entity.Property(e => e.Id).HasColumnName("id").HasMaxLength(IdLength).IsRequired();
        entity.Property(e => e.Owner).HasColumnName("owner").HasMaxLength(TextLength).HasDefaultValue(string.Empty);
        entity.Property(e => e.Title).HasColumnName("title").HasMaxLength(TextLength);
        entity.Property(e => e.Data).HasColumnName("data");
        entity.Property(e => e.Version).HasColumnName("version").IsConcurrencyToken();
        entity.Property(e => e.CreatedAt).HasColumnName("created_at");
        entity.Property(e => e.UpdatedAt).HasColumnName("updated_at");
        entity.HasIndex(e => e.Id).IsUnique().HasDatabaseName($"ix_{options.TablePrefix}workspaces_id");
        entity.HasIndex(e => new { e.Owner, e.Sequence }).HasDatabaseName($"ix_{options.TablePrefix}workspaces_owner_seq");
    }

    private static void Templates(EntityTypeBuilder<TemplateEntity> entity, MadLabModelOptions options)
    {
        entity.ToTable(options.TablePrefix + "templates", options.Schema);
        entity.HasKey(e => e.Sequence);
        entity.Property(e => e.Sequence).HasColumnName("seq").ValueGeneratedOnAdd();
        entity.Property(e => e.Id).HasColumnName("id").HasMaxLength(IdLength).IsRequired();
        entity.Property(e => e.Owner).HasColumnName("owner").HasMaxLength(TextLength).HasDefaultValue(string.Empty);
        entity.Property(e => e.Name).HasColumnName("name").HasMaxLength(TextLength);
        entity.Property(e => e.Kind).HasColumnName("kind").HasMaxLength(TextLength);
        entity.Property(e => e.Title).HasColumnName("title").HasMaxLength(TextLength);
        entity.Property(e => e.Widgets).HasColumnName("widgets");
        entity.Property(e => e.Version).HasColumnName("version").IsConcurrencyToken();
        entity.Property(e => e.CreatedAt).HasColumnName("created_at");
        entity.Property(e => e.UpdatedAt).HasColumnName("updated_at");
        entity.HasIndex(e => e.Id).IsUnique().HasDatabaseName($"ix_{options.TablePrefix}templates_id");
        entity.HasIndex(e => new { e.Owner, e.Name }).IsUnique().HasDatabaseName($"ix_{options.TablePrefix}templates_owner_name");
    }

    private static void Preferences(EntityTypeBuilder<PreferencesEntity> entity, MadLabModelOptions options)
    {
        entity.ToTable(options.TablePrefix + "preferences", options.Schema);
        entity.HasKey(e => e.Owner);
        entity.Property(e => e.Owner).HasColumnName("owner").HasMaxLength(TextLength).ValueGeneratedNever();
        entity.Property(e => e.StreamMode).HasColumnName("stream_mode").HasMaxLength(16);
        entity.Property(e => e.PollingIntervalMs).HasColumnName("polling_interval_ms");
        entity.Property(e => e.Theme).HasColumnName("theme").HasMaxLength(16);
        entity.Property(e => e.Provider).HasColumnName("provider").HasMaxLength(32);
        entity.Property(e => e.CacheTtlMs).HasColumnName("cache_ttl_ms");
        entity.Property(e => e.CacheMaxEntries).HasColumnName("cache_max_entries");
        entity.Property(e => e.Version).HasColumnName("version").IsConcurrencyToken();
        entity.Property(e => e.UpdatedAt).HasColumnName("updated_at");
    }

    private static void OperatorSettings(EntityTypeBuilder<OperatorSettingEntity> entity, MadLabModelOptions options)
    {
        entity.ToTable(options.TablePrefix + "operator_settings", options.Schema);
        entity.HasKey(e => e.Name);
        entity.Property(e => e.Name).HasColumnName("name").HasMaxLength(TextLength).ValueGeneratedNever();
        entity.Property(e => e.Value).HasColumnName("value");
        entity.Property(e => e.SetBy).HasColumnName("set_by");
        entity.Property(e => e.SetAt).HasColumnName("set_at");
    }
}
