using Microsoft.Extensions.Configuration;

namespace MadLab;

/// <summary>What a provider is made from.</summary>
/// <param name="Name">The name it was registered under.</param>
/// <param name="Services">The host's services.</param>
/// <param name="Configuration">The provider's own section, <c>MadLab:Providers:NAME</c>: keys, addresses and the like.</param>
public sealed record ProviderContext(string Name, IServiceProvider Services, IConfigurationSection Configuration);
