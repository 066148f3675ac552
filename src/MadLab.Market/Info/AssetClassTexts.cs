namespace MadLab.Market.Info;

/// <summary>Kinds of instruments as clients read them.</summary>
internal static class AssetClassTexts
{
    public static string ToText(this AssetClass value) => value switch
    {
        AssetClass.Equity => "equity",
        AssetClass.Etf => "etf",
        AssetClass.Index => "index",
        AssetClass.Forex => "forex",
        AssetClass.Crypto => "crypto",
        AssetClass.Future => "future",
        _ => "option",
    };
}
