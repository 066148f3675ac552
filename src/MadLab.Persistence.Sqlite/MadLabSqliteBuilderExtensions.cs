using MadLab;
using MadLab.Persistence;
using MadLab.Persistence.Database;
using MadLab.Persistence.Sqlite;
using MadLab.Persistence.Sqlite.Engine;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps MadLab's documents in a SQLite file.</summary>
public static class MadLabSqliteBuilderExtensions
{
    /// <summary>
    /// Keeps templates, workspaces, preferences and operators' settings in a SQLite file, which is made and migrated when the host
    /// starts. A file that cannot be opened does not stop the host: its endpoints answer 503 until it can.
    /// </summary>
    /// <remarks>
    /// A write that was answered has been synchronised to the disk (write-ahead log, <c>synchronous = FULL</c>). Writers take turns,
    /// so 32 of them at once never see "database is locked".
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">Such as <c>Data Source=madlab.db</c>; a relative path counts from the working directory as it is now. <c>:memory:</c> ends with the host.</param>
    /// <param name="configure">Sets options; it wins over the section <c>MadLab:Persistence</c>.</param>
    /// <exception cref="ArgumentException">The connection string has an unknown keyword, or names no file.</exception>
    public static IMadLabBuilder UseSqlite(this IMadLabBuilder builder, string connectionString, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var location = new SqliteLocation(connectionString);
        var services = builder.Services;
        services.TryAddSingleton<SqliteStoreOptionsSetup>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<SqliteStoreOptions>, SqliteStoreOptionsSetup>(
            static provider => provider.GetRequiredService<SqliteStoreOptionsSetup>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsSetup>(
            static provider => provider.GetRequiredService<SqliteStoreOptionsSetup>()));
        var options = services.AddOptionsWithValidateOnStart<SqliteStoreOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.Replace(ServiceDescriptor.Singleton(location));
        services.TryAddSingleton<SqliteEngine>();
        StoreRegistration.UseContext<MadLabDbContext>(services, static (provider, context) => provider.GetRequiredService<SqliteEngine>().Configure(context));
        StoreRegistration.UseStores<MadLabDbContext>(services, static provider => provider.GetRequiredService<SqliteEngine>());
        return builder;
    }
}
