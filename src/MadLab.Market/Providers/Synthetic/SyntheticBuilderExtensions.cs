using MadLab;
using MadLab.Market.Providers.Synthetic;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the synthetic market.</summary>
public static class SyntheticBuilderExtensions
{
    /// <summary>Adds a made-up market by the name <c>synthetic</c>: any symbol, prices since 2000 that move at any hour, the same on every node. It is labelled as a demonstration.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IMadLabBuilder AddSynthetic(this IMadLabBuilder builder) =>
        builder.AddProvider(SyntheticProvider.Name, static context => new SyntheticProvider(context.Services.GetRequiredService<TimeProvider>()));
}
