using MadLab.Market.Providers.Synthetic;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Market.Providers;

/// <summary>The provider that is there when no other is.</summary>
internal static class SyntheticRegistration
{
    public static ProviderRegistration Create() =>
        new(ProviderRegistry.Synthetic, static context => new SyntheticProvider(context.Services.GetRequiredService<TimeProvider>()));
}
