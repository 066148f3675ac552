using Microsoft.Extensions.Options;

namespace MadLab.Providers.Csv;

/// <summary>Reads and checks the provider's section of the configuration.</summary>
internal static class CsvSettings
{
    /// <exception cref="OptionsValidationException">A setting cannot be used; the message is one line that names it.</exception>
    public static CsvProviderOptions Read(ProviderContext context, string? folder)
    {
        var section = context.Configuration;
        folder ??= section["Folder"];
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw Invalid($"{section.Path}:Folder is not set: a folder with CSV files is needed.");
        }

        if (!Directory.Exists(folder))
        {
            throw Invalid($"{section.Path}:Folder is '{folder}', which is no folder: one with CSV files is needed.");
        }

        return new CsvProviderOptions
        {
            Folder = folder,
            Currency = section["Currency"] is { Length: > 0 } currency ? currency : "USD",
            Adjustment = section["Adjustment"] switch
            {
                null or "" or "raw" => PriceAdjustment.Raw,
                "splits" => PriceAdjustment.Splits,
                "all" => PriceAdjustment.All,
                var other => throw Invalid($"{section.Path}:Adjustment is '{other}': raw, splits or all is accepted."),
            },
            Attribution = section["Attribution"] is { Length: > 0 } attribution ? attribution : null,
        };
    }

    private static OptionsValidationException Invalid(string message) => new(nameof(CsvProviderOptions), typeof(CsvProviderOptions), [message]);
}
