using MadLab.Http;
using MadLab.Stores.Memory;
using MadLab.Stores.Ownership;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MadLab.Stores;

/// <summary>What the store's endpoints need.</summary>
internal static class StoreServices
{
    /// <summary>Adds the memory store behind each store interface that nobody has registered yet.</summary>
    public static IServiceCollection AddMadLabStores(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestMetrics>();
        services.TryAddSingleton<MemoryDocuments>();
        services.TryAddSingleton<IWorkspaceStore, MemoryWorkspaceStore>();
        services.TryAddSingleton<ITemplateStore, MemoryTemplateStore>();
        services.TryAddSingleton<IPreferencesStore, MemoryPreferencesStore>();
        services.TryAddSingleton<IOperatorSettingStore, MemoryOperatorSettingStore>();
        services.TryAddSingleton<IStoreStatus, MemoryStoreStatus>();
        services.TryAddSingleton<IMadLabOwner, SubjectOwner>();
        services.TryAddSingleton<CallerStores>();
        return services;
    }
}
