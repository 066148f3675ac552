using Microsoft.AspNetCore.Http;

namespace MadLab.Http;

/// <summary>Reads comma-separated symbols: trimmed, upper-cased, de-duplicated, in the order asked, nothing dropped in silence.</summary>
internal static class SymbolLists
{
    /// <summary>Reads the list; a problem where one is not a symbol or there are too many. Empty members are passed over.</summary>
    public static Problem? TryRead(string? text, int max, out List<Symbol> symbols)
    {
        symbols = [];
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var seen = new HashSet<Symbol>();
        List<string>? bad = null;
        foreach (var range in text.AsSpan().Split(','))
        {
            var part = text.AsSpan(range).Trim();
            if (part.IsEmpty)
            {
                continue;
            }

            if (!Symbol.TryParse(part, null, out var symbol))
            {
                bad ??= [];
                if (bad.Count < 5)
                {
                    bad.Add(Shown(part));
                }
            }
            else if (seen.Add(symbol))
            {
                symbols.Add(symbol);
                if (symbols.Count > max)
                {
                    return TooMany(max);
                }
            }
        }

        return bad is null ? null : Invalid(bad);
    }

    public static Problem TooMany(int max) => new(StatusCodes.Status400BadRequest, "TOO_MANY_SYMBOLS", $"At most {max} symbols.");

    public static Problem Missing() => new(StatusCodes.Status400BadRequest, "MISSING_SYMBOL", "Invalid or missing symbol parameter");

    public static Problem Invalid(IReadOnlyList<string> texts) =>
        new(StatusCodes.Status400BadRequest, "INVALID_SYMBOL", $"Invalid symbol: {string.Join(", ", texts)}");

    /// <summary>A caller's text as an error shows it back: short, without control characters.</summary>
    public static string Shown(ReadOnlySpan<char> text)
    {
        Span<char> shown = stackalloc char[Math.Min(text.Length, 40)];
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
        }

        return text.Length > 40 ? $"{shown}..." : shown.ToString();
    }
}
