using Microsoft.Extensions.Configuration;

namespace MadLab.Hosting.Configuration;

/// <summary>What the documented variables say, as a layer of the configuration.</summary>
internal sealed class DocumentedVariablesSource(DocumentedVariables variables) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(variables.Settings);

    private sealed class Provider : ConfigurationProvider
    {
        public Provider(IReadOnlyDictionary<string, string?> settings) =>
            Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);

        public override string ToString() => "documented environment variables";
    }
}
