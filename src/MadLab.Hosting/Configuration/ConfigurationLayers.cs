using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace MadLab.Hosting.Configuration;

/// <summary>Puts this package's layers where they belong among those of an ASP.NET host.</summary>
internal static class ConfigurationLayers
{
    /// <summary>Adds defaults below everything else.</summary>
    public static void AddDefaults(IConfigurationBuilder configuration, IEnumerable<KeyValuePair<string, string?>> defaults) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });

    /// <summary>Adds the documented variables above the settings files and below the variables without a prefix (<c>MadLab__*</c>) and the command line.</summary>
    public static void AddVariables(IConfigurationBuilder configuration, DocumentedVariables variables)
    {
        var sources = configuration.Sources;
        var index = sources.Count;
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                index = i;
                break;
            }
        }

        sources.Insert(index, new DocumentedVariablesSource(variables));
    }
}
