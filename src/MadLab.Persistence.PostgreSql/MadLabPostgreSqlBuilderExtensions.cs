using MadLab;
using MadLab.Persistence;
using MadLab.Persistence.Database;
using MadLab.Persistence.PostgreSql;
using MadLab.Persistence.PostgreSql.Engine;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps MadLab's documents in a PostgreSQL database.</summary>
public static class MadLabPostgreSqlBuilderExtensions
{
    /// <summary>
    /// Keeps templates, workspaces, preferences and operators' settings in a PostgreSQL database, which is made where the user may,
    /// and gets its schema, when the host starts. A server that is down does not stop the host: its endpoints answer 503 until it is back.
    /// </summary>
    /// <remarks>
    /// Documents are kept as text, not <c>jsonb</c>: they come back as they came, with their order of members, their digits and members
    /// written twice. Queries of one's own may cast, as in <c>data::jsonb</c>.
    /// Unless the connection string says otherwise, there are at most 20 connections, a connection and a command may take 10 s each, and
    /// 50 statements of a connection are kept prepared (none with <c>No Reset On Close=true</c>, which a transaction-pooling proxy needs).
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">In Npgsql's words, such as <c>Host=db;Database=lab;Username=mad;Password=..</c>; it is never logged.</param>
    /// <param name="configure">Sets options; it wins over the section <c>MadLab:Persistence</c>.</param>
    /// <exception cref="ArgumentException">The connection string cannot be read, or names no host; the message does not repeat it.</exception>
    public static IMadLabBuilder UsePostgreSql(this IMadLabBuilder builder, string connectionString, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var location = new PostgreSqlLocation(connectionString);
        return Use(builder, _ => new PostgreSqlServer(location), configure);
    }

    /// <summary>
    /// As with a connection string, on a data source of the host's: one with a password that changes, say, or with certificates of its
    /// own. Its database has to exist, and whoever made it disposes it.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">The data source; pool size and prepared statements are as it has them.</param>
    /// <param name="configure">Sets options; it wins over the section <c>MadLab:Persistence</c>.</param>
    public static IMadLabBuilder UsePostgreSql(this IMadLabBuilder builder, NpgsqlDataSource dataSource, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return Use(builder, _ => new PostgreSqlServer(dataSource), configure);
    }

    private static IMadLabBuilder Use(IMadLabBuilder builder, Func<IServiceProvider, PostgreSqlServer> server, Action<PostgreSqlStoreOptions>? configure)
    {
        var services = builder.Services;
        services.TryAddSingleton<PostgreSqlStoreOptionsSetup>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<PostgreSqlStoreOptions>, PostgreSqlStoreOptionsSetup>(
            static provider => provider.GetRequiredService<PostgreSqlStoreOptionsSetup>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlStoreOptions>, PostgreSqlStoreOptionsSetup>(
            static provider => provider.GetRequiredService<PostgreSqlStoreOptionsSetup>()));
        var options = services.AddOptionsWithValidateOnStart<PostgreSqlStoreOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.Replace(ServiceDescriptor.Singleton(server));
        services.TryAddSingleton<PostgreSqlEngine>();
        StoreRegistration.UseContext<MadLabDbContext>(services, static (provider, context) => provider.GetRequiredService<PostgreSqlEngine>().Configure(context));
        StoreRegistration.UseStores<MadLabDbContext>(services, static provider => provider.GetRequiredService<PostgreSqlEngine>());
        return builder;
    }
}
