using System.Text;

namespace MadLab.Metrics;

/// <summary>Names and texts as the Prometheus text format 0.0.4 allows them.</summary>
internal static class PrometheusNames
{
    /// <summary>The family of an instrument: its name with underscores, its unit in full, and <c>_total</c> on what only grows.</summary>
    public static string Family(string instrument, string? unit, MetricKind kind)
    {
        var name = Sanitize(instrument);
        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => string.Empty,
        };
        if (!name.EndsWith(suffix, StringComparison.Ordinal))
        {
            name += suffix;
        }

        return kind is MetricKind.Counter or MetricKind.ObservedCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>A label's name; those that the format keeps for itself get an underscore.</summary>
    public static string Label(string key)
    {
        var name = Sanitize(key);
        return name is "le" or "quantile" ? name + "_" : name;
    }

    /// <summary>Appends a text with what would end or break its line escaped.</summary>
    public static void AppendEscaped(StringBuilder text, string value, bool quotes)
    {
        // By rune: a lone surrogate becomes the replacement character here, not a surprise in the encoder.
        Span<char> buffer = stackalloc char[2];
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\\':
                    text.Append(@"\\");
                    break;
                case '\n':
                    text.Append(@"\n");
                    break;
                case '"' when quotes:
                    text.Append("\\\"");
                    break;
                default:
                    text.Append(buffer[..rune.EncodeToUtf16(buffer)]);
                    break;
            }
        }
    }

    // Runs of underscores become one, so no name starts with the two that the format reserves.
    private static string Sanitize(string text)
    {
        var name = new StringBuilder(text.Length + 1);
        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
        {
            name.Append('_');
        }

        foreach (var c in text)
        {
            var allowed = char.IsAsciiLetterOrDigit(c) ? c : '_';
            if (allowed != '_' || name.Length == 0 || name[^1] != '_')
            {
                name.Append(allowed);
            }
        }

        return name.ToString();
    }
}
