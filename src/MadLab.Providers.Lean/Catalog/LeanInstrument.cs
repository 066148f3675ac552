namespace MadLab.Providers.Lean.Catalog;

/// <summary>One instrument of the folder.</summary>
/// <param name="Market">Where it is traded.</param>
/// <param name="Key">What its files are called, lower case.</param>
internal sealed record LeanInstrument(LeanMarket Market, string Key)
{
    /// <summary>The currency of its prices, ISO 4217; null when the name does not say.</summary>
    public string? Currency => Market.Type switch
    {
        AssetClass.Equity => "USD",
        AssetClass.Forex when Key.Length == 6 => Key[3..].ToUpperInvariant(),
        _ => Array.Find(QuoteCurrencies, c => Key.EndsWith(c, StringComparison.OrdinalIgnoreCase)),
    };

    /// <summary>The instrument's daily file, relative to the data folder.</summary>
    public string DailyFile => $"{Market.DailyFolder}/{Market.FileName(Key)}";

    // Of crypto pairs; a quote in another coin, such as USDT, has no ISO code.
    private static readonly string[] QuoteCurrencies = ["USD", "EUR", "GBP", "JPY"];
}
