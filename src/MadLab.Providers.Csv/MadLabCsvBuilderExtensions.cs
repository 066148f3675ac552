using MadLab;
using MadLab.Providers.Csv;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the provider for folders of CSV files.</summary>
public static class MadLabCsvBuilderExtensions
{
    /// <summary>Adds the provider.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">The folder; by default <c>MadLab:Providers:NAME:Folder</c> of the configuration says it.</param>
    /// <param name="name">The name clients ask for.</param>
    /// <remarks><c>Currency</c>, <c>Adjustment</c> (<c>raw</c>, <c>splits</c>, <c>all</c>) and <c>Attribution</c> come from the same section. Settings are checked when the provider is made.</remarks>
    public static IMadLabBuilder AddCsv(this IMadLabBuilder builder, string? folder = null, string name = "csv")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddProvider(name, context => new CsvProvider(CsvSettings.Read(context, folder)));
    }
}
