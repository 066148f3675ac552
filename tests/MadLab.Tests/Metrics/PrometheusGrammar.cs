using System.Globalization;
using System.Text;

namespace MadLab.Tests.Metrics;

/// <summary>A strict reader of the Prometheus text format 0.0.4; throws where a line is not what the format says.</summary>
internal static class PrometheusGrammar
{
    public sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

    public sealed record Family(string Name, string Help, string Type, List<Sample> Samples);

    public static IReadOnlyDictionary<string, Family> Parse(string text)
    {
        Require(text.EndsWith('\n'), "the last line ends with a line feed");
        var families = new Dictionary<string, Family>();
        var seen = new HashSet<string>();
        Family? current = null;
        var lines = text[..^1].Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var help = lines[i].Split(' ', 4);
                var type = lines[++i].Split(' ');
                Require(type is ["#", "TYPE", _, "counter" or "gauge" or "histogram"] && type[2] == help[2], "TYPE follows HELP", lines[i]);
                Require(help[3].Length > 0, "there is a help text", lines[i]);
                current = new Family(help[2], help[3], type[3], []);
                Require(families.TryAdd(current.Name, current), "one family, one place", lines[i]);
                continue;
            }

            Require(current is not null, "samples belong to a family", lines[i]);
            var sample = ParseSample(lines[i]);
            var stem = current!.Type == "histogram" ? Stem(sample.Name) : sample.Name;
            Require(stem == current.Name, "a sample stands in its own family", lines[i]);
            Require(current.Type != "counter" || sample.Name.EndsWith("_total", StringComparison.Ordinal), "counters end in _total", lines[i]);
            Require(seen.Add(lines[i][..lines[i].LastIndexOf(' ')]), "label sets are unique", lines[i]);
            current.Samples.Add(sample);
        }

        foreach (var family in families.Values.Where(f => f.Type == "histogram"))
        {
            CheckHistogram(family);
        }

        return families;
    }

    private static void CheckHistogram(Family family)
    {
        foreach (var series in family.Samples.GroupBy(s => string.Join(',', s.Labels.Where(l => l.Key != "le").Select(l => $"{l.Key}={l.Value}"))))
        {
            var buckets = series.Where(s => s.Name.EndsWith("_bucket", StringComparison.Ordinal)).ToArray();
            var bounds = buckets.Select(b => Number(b.Labels["le"])).ToArray();
            Require(bounds.SequenceEqual(bounds.Distinct().Order()), "bounds rise", family.Name);
            Require(buckets.Select(b => b.Value).SequenceEqual(buckets.Select(b => b.Value).Order()), "buckets are cumulative", family.Name);
            Require(double.IsPositiveInfinity(bounds[^1]), "the last bound is +Inf", family.Name);
            Require(buckets[^1].Value == series.Single(s => s.Name == family.Name + "_count").Value, "+Inf holds all", family.Name);
            Require(series.Count(s => s.Name == family.Name + "_sum") == 1, "there is a sum", family.Name);
        }
    }

    private static string Stem(string name)
    {
        foreach (var suffix in new[] { "_bucket", "_sum", "_count" })
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return name[..^suffix.Length];
            }
        }

        return name;
    }

    private static Sample ParseSample(string line)
    {
        var at = 0;
        var name = Name(line, ref at, colons: true);
        var labels = new Dictionary<string, string>();
        if (line[at] == '{')
        {
            do
            {
                at++;
                var label = Name(line, ref at, colons: false);
                Require(!label.StartsWith("__", StringComparison.Ordinal), "no reserved label", line);
                Require(line[at..].StartsWith("=\"", StringComparison.Ordinal), "a label has a quoted value", line);
                at += 2;
                Require(labels.TryAdd(label, Quoted(line, ref at)), "a label occurs once", line);
            }
            while (line[at] == ',');
            Require(line[at++] == '}', "labels are closed", line);
        }

        Require(line[at++] == ' ', "one space before the value", line);
        return new Sample(name, labels, Number(line[at..]));
    }

    private static string Name(string line, ref int at, bool colons)
    {
        var start = at;
        while (at < line.Length && (char.IsAsciiLetter(line[at]) || line[at] == '_' || (colons && line[at] == ':') || (at > start && char.IsAsciiDigit(line[at]))))
        {
            at++;
        }

        Require(at > start, "a name", line);
        return line[start..at];
    }

    private static string Quoted(string line, ref int at)
    {
        var value = new StringBuilder();
        for (; line[at] != '"'; at++)
        {
            if (line[at] != '\\')
            {
                value.Append(line[at]);
                continue;
            }

            var escaped = line[++at];
            Require(escaped is '\\' or '"' or 'n', "a known escape", line);
            value.Append(escaped == 'n' ? '\n' : escaped);
        }

        at++;
        return value.ToString();
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static void Require(bool holds, string rule, string? line = null)
    {
        if (!holds)
        {
            throw new FormatException($"{rule}: {line}");
        }
    }
}
