using MadLab.Metrics;
using MadLab.Operator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MadLab.Health;

/// <summary>Registers what health needs; calling it again does no harm.</summary>
internal static class HealthServices
{
    public static IServiceCollection AddMadLabHealth(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMadLabMetrics();
        services.AddMadLabOperator();
        services.TryAddSingleton<StoreProbe>();
        services.TryAddSingleton<HealthReporter>();
        return services;
    }
}
