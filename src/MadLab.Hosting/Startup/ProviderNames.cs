using MadLab.Hosting.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Hosting.Startup;

/// <summary>Compares the providers that the configuration names with those that are registered.</summary>
internal static class ProviderNames
{
    // There without being registered, but only as long as nothing else is.
    private const string Synthetic = "synthetic";

    /// <summary>The names under <c>MadLab:Providers</c> that nobody registered, most likely typing errors.</summary>
    public static IReadOnlyList<string> FindUnregistered(IConfiguration configuration, IServiceProvider services)
    {
        var registered = services.GetServices<ProviderRegistration>().Select(static r => r.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (registered.Count == 0)
        {
            registered.Add(Synthetic);
        }

        return [.. configuration.GetSection(SettingKeys.Providers).GetChildren().Select(static c => c.Key).Where(name => !registered.Contains(name))];
    }
}
