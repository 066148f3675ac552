using MadLab.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MadLab.Operator;

/// <summary>Registers the front door's options and what operators may set; calling it again does no harm.</summary>
internal static class OperatorServices
{
    public static IServiceCollection AddMadLabOperator(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestMetrics>();
        if (!services.Any(d => d.ServiceType == typeof(OperatorSwitches)))
        {
            services.AddOptionsWithValidateOnStart<MadLabOptions, MadLabOptionsValidator>().BindConfiguration("MadLab");
            services.AddSingleton<IValidateOptions<MadLabOptions>, MadLabOptionsRules>();
        }

        services.TryAddSingleton<OperatorAudit>();
        services.TryAddSingleton<OperatorSwitches>();
        services.TryAddSingleton<OperatorSettingsKeeper>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OperatorPolicyCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, OperatorSettingsKeeper>(static s => s.GetRequiredService<OperatorSettingsKeeper>()));
        return services;
    }
}
