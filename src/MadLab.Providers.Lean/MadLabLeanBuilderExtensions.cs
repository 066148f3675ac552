using MadLab;
using MadLab.Providers.Lean;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the provider for data folders in QuantConnect/Lean format.</summary>
public static class MadLabLeanBuilderExtensions
{
    /// <summary>Adds the provider under the name <c>lean</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">The data folder; by default <c>MadLab:Providers:lean:Folder</c> of the configuration says it.</param>
    /// <param name="replaySpeed">How many seconds of a session pass in one second of its replay, 0.001 to 1,000,000; by default <c>MadLab:Providers:lean:ReplaySpeed</c> of the configuration, else 1.</param>
    /// <remarks>Settings are checked when the provider is made: one that cannot be used is an <see cref="Options.OptionsValidationException"/> of one line.</remarks>
    public static IMadLabBuilder AddLean(this IMadLabBuilder builder, string? folder = null, double? replaySpeed = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddProvider("lean", context => new LeanProvider(
            LeanSettings.Read(context, folder, replaySpeed), context.Services.GetService<TimeProvider>()));
    }
}
