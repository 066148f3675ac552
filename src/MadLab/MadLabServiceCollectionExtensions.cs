using MadLab;
using MadLab.Health;
using MadLab.Metrics;
using MadLab.Operator;
using MadLab.Routing;
using MadLab.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds MadLab.</summary>
public static class MadLabServiceCollectionExtensions
{
    /// <summary>Adds the whole service: market data from the synthetic provider until another is added, live quotes, a memory store, metrics and health. Calling it twice does no harm.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes settings after the configuration section <c>MadLab</c> was read.</param>
    /// <returns>A builder to which providers and stores are added.</returns>
    public static IMadLabBuilder AddMadLab(this IServiceCollection services, Action<MadLabOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.PostConfigure(configure);
        }

        var builder = services.AddMadLabMarket();
        services.AddMadLabStreaming();
        services.AddMadLabStores();
        services.AddMadLabMetrics();
        services.AddMadLabHealth();
        services.AddMadLabOperator();
        services.TryAddSingleton<MappedRoutes>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RouteConflictCheck>());
        return builder;
    }
}
