namespace MadLab.Providers.Csv;

/// <summary>What the CSV provider reads.</summary>
public sealed record CsvProviderOptions
{
    /// <summary>The folder with the files; required.</summary>
    public required string Folder { get; init; }

    /// <summary>The currency of the prices where <c>symbols.csv</c> says none; <c>USD</c> by default.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>What the prices in the files were corrected for already; <see cref="PriceAdjustment.Raw"/> by default. Only raw prices are corrected here, where there are splits and dividends.</summary>
    public PriceAdjustment Adjustment { get; init; }

    /// <summary>Who must be named where the data is shown; nobody by default.</summary>
    public string? Attribution { get; init; }
}
