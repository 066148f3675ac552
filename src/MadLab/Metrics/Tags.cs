using System.Globalization;
using System.Text;

namespace MadLab.Metrics;

/// <summary>Finds sets of tags without allocating, and writes them as Prometheus labels.</summary>
internal static class Tags
{
    /// <summary>A quick hash of the values; texts by their length and three characters, for few differ in less.</summary>
    public static int Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = tags.Length;
        foreach (ref readonly var tag in tags)
        {
            hash = (hash * 31) + tag.Value switch
            {
                null => 0,
                string { Length: 0 } => 1,
                string text => (text.Length << 18) ^ (text[0] << 12) ^ (text[text.Length / 2] << 6) ^ text[^1],
                int number => number,
                var other => other.GetHashCode(),
            };
        }

        // The table takes the low bits.
        return hash ^ (hash >> 15);
    }

    /// <summary>Whether two sets are the same objects: what tags nearly always are, for keys are constants and values are made once.</summary>
    public static bool AreIdentical(ReadOnlySpan<KeyValuePair<string, object?>> left, ReadOnlySpan<KeyValuePair<string, object?>> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            if (!ReferenceEquals(left[i].Value, right[i].Value) || !ReferenceEquals(left[i].Key, right[i].Key))
            {
                return false;
            }
        }

        return true;
    }

    public static bool Same(ReadOnlySpan<KeyValuePair<string, object?>> left, ReadOnlySpan<KeyValuePair<string, object?>> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var i = 0; i < left.Length; i++)
        {
            ref readonly var a = ref left[i];
            ref readonly var b = ref right[i];
            if (!(ReferenceEquals(a.Key, b.Key) || string.Equals(a.Key, b.Key)) || !(ReferenceEquals(a.Value, b.Value) || EqualValue(a.Value, b.Value)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The labels in the order of their names, without braces; keys that become one name share it, values joined by semicolons.</summary>
    public static string ToLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var byName = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            var name = PrometheusNames.Label(key);
            var text = value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
            byName[name] = byName.TryGetValue(name, out var earlier) ? $"{earlier};{text}" : text;
        }

        var labels = new StringBuilder();
        foreach (var (name, text) in byName)
        {
            labels.Append(labels.Length == 0 ? string.Empty : ",").Append(name).Append("=\"");
            PrometheusNames.AppendEscaped(labels, text, quotes: true);
            labels.Append('"');
        }

        return labels.ToString();
    }

    private static bool EqualValue(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => string.Equals(a, b),
        (int a, int b) => a == b,
        (null, _) => false,
        _ => left.Equals(right),
    };
}
