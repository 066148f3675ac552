using MadLab.Persistence.Backup;
using MadLab.Persistence.Statements;
using MadLab.Persistence.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MadLab.Persistence.Database;

/// <summary>Puts the stores on a context in the place of whatever stores there were; the last call wins, whole.</summary>
internal static class StoreRegistration
{
    /// <summary>Registers a context of our own; what an earlier call said of it, on another engine perhaps, no longer holds.</summary>
    public static void UseContext<TContext>(IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure)
        where TContext : DbContext
    {
        services.RemoveAll<IDbContextOptionsConfiguration<TContext>>();
        services.AddDbContextPool<TContext>(configure);
    }

    public static void UseStores<TContext>(IServiceCollection services, Func<IServiceProvider, DatabaseEngine> engine)
        where TContext : DbContext
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);

        // A call before this one may have named another context: none of its parts must run beside ours.
        for (var i = services.Count - 1; i >= 0; i--)
        {
            if (services[i].ServiceType == typeof(IHostedService)
                && services[i].ImplementationType is { IsGenericType: true } type
                && type.GetGenericTypeDefinition() == typeof(DatabaseStartup<>))
            {
                services.RemoveAt(i);
            }
        }

        services.Replace(ServiceDescriptor.Singleton(engine));
        services.TryAddSingleton<StoreDatabase<TContext>>();
        services.TryAddSingleton<StoreSession<TContext>>();
        services.AddSingleton<IHostedService, DatabaseStartup<TContext>>();
        services.Replace(ServiceDescriptor.Singleton<IMadLabDatabase>(static provider => provider.GetRequiredService<StoreDatabase<TContext>>()));
        services.Replace(ServiceDescriptor.Singleton<IStoreStatus>(static provider => provider.GetRequiredService<StoreDatabase<TContext>>()));
        services.TryAddSingleton<EfWorkspaceStore<TContext>>();
        services.Replace(ServiceDescriptor.Singleton<IWorkspaceStore>(static provider =>
            provider.GetRequiredService<DatabaseEngine>().Statements is { } statements
                ? new StatementWorkspaceStore<TContext>(
                    provider.GetRequiredService<StoreSession<TContext>>(),
                    new WorkspaceStatements(statements),
                    provider.GetRequiredService<EfWorkspaceStore<TContext>>(),
                    provider.GetRequiredService<TimeProvider>())
                : provider.GetRequiredService<EfWorkspaceStore<TContext>>()));
        services.Replace(ServiceDescriptor.Singleton<ITemplateStore, EfTemplateStore<TContext>>());
        services.Replace(ServiceDescriptor.Singleton<IPreferencesStore, EfPreferencesStore<TContext>>());
        services.Replace(ServiceDescriptor.Singleton<IOperatorSettingStore, EfOperatorSettingStore<TContext>>());
        AddBackups(services);
        services.Replace(ServiceDescriptor.Singleton<IMadLabTransfer, StoreTransfer<TContext>>());
    }

    private static void AddBackups(IServiceCollection services)
    {
        services.TryAddSingleton<BackupOptionsSetup>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<MadLabBackupOptions>, BackupOptionsSetup>(
            static provider => provider.GetRequiredService<BackupOptionsSetup>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MadLabBackupOptions>, BackupOptionsSetup>(
            static provider => provider.GetRequiredService<BackupOptionsSetup>()));
        services.AddOptionsWithValidateOnStart<MadLabBackupOptions>();
        services.TryAddSingleton<BackupRecord>();
        services.TryAddSingleton<IStoreBackupStatus>(static provider => provider.GetRequiredService<BackupRecord>());
        services.TryAddSingleton<IMadLabBackup, StoreBackup>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BackupSchedule>());
    }
}
