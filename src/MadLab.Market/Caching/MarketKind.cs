using System.Text;

namespace MadLab.Market.Caching;

/// <summary>What an answer is about.</summary>
internal enum MarketKind : byte
{
    Prices,
    Kpis,
    Vol,
    Correlation,
    VolCone,
    Quality,
    Info,

    /// <summary>A type of a provider's own, which the key names.</summary>
    Custom,
}

internal static class MarketKinds
{
    public static readonly string[] Texts = ["prices", "kpis", "vol", "correlation", "volcone", "quality", "info", "custom"];

    /// <summary>Each text as the name of a JSON member, with quotes and colon.</summary>
    public static readonly byte[][] MemberNames = [.. Texts.Select(static text => Encoding.UTF8.GetBytes($"\"{text}\":"))];

    public static string ToText(this MarketKind kind) => Texts[(int)kind];

    public static bool TryParse(string? text, out MarketKind kind)
    {
        // The last one has a name of its own.
        for (var i = 0; i < (int)MarketKind.Custom; i++)
        {
            if (string.Equals(text, Texts[i], StringComparison.OrdinalIgnoreCase))
            {
                kind = (MarketKind)i;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
