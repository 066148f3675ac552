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
}

internal static class MarketKinds
{
    public static readonly string[] Texts = ["prices", "kpis", "vol", "correlation", "volcone", "quality", "info"];

    /// <summary>Each text as the name of a JSON member, with quotes and colon.</summary>
    public static readonly byte[][] MemberNames = [.. Texts.Select(static text => Encoding.UTF8.GetBytes($"\"{text}\":"))];

    public static string ToText(this MarketKind kind) => Texts[(int)kind];

    public static bool TryParse(string? text, out MarketKind kind)
    {
        for (var i = 0; i < Texts.Length; i++)
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
