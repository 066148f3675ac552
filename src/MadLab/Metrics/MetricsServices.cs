using MadLab.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MadLab.Metrics;

/// <summary>Registers what metrics need; calling it again does no harm.</summary>
internal static class MetricsServices
{
    public static IServiceCollection AddMadLabMetrics(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestMetrics>();
        services.TryAddSingleton<MetricsRegistry>();
        services.TryAddSingleton<MetricsReporter>();
        services.TryAddSingleton<PrometheusText>();
        return services;
    }
}
