namespace MadLab.Market.Quality;

/// <summary>Kinds and severities as clients read them.</summary>
internal static class QualityTexts
{
    public static readonly string[] Kinds = ["outlier", "level_shift", "gap", "negative", "ohlc", "stale", "duplicate"];

    private static readonly string[] Severities = ["info", "warning", "error"];

    public static string ToText(this QualityKind kind) => Kinds[(int)kind];

    public static string ToText(this QualitySeverity severity) => Severities[(int)severity];
}
