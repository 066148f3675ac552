using System.Text.Json;
using System.Text.RegularExpressions;

namespace MadLab.Ops.Tests;

/// <summary>The files that operators take over.</summary>
internal static partial class OpsFiles
{
    public static string Root { get; } = FindRoot();

    public static string Rules => File.ReadAllText(PathOf("ops", "prometheus", "rules.yml"));

    public static string RuleTests => File.ReadAllText(PathOf("ops", "prometheus", "tests.yml"));

    public static string Dashboard => File.ReadAllText(PathOf("ops", "grafana", "madlab.json"));

    /// <summary>What the dashboard asks for.</summary>
    public static IEnumerable<string> Queries
    {
        get
        {
            using var dashboard = JsonDocument.Parse(Dashboard);
            return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(static p => p.GetProperty("targets").EnumerateArray()).Select(static t => t.GetProperty("expr").GetString()!)];
        }
    }

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Every series of a host that a text of PromQL names, without the endings of histograms.</summary>
    public static IEnumerable<string> MetricsOf(string text) =>
        Metric().Matches(Labels().Replace(text, string.Empty)).Select(static m => Ending().Replace(m.Value, string.Empty)).Distinct().Order(StringComparer.Ordinal);

    public static IEnumerable<string> Alerts => Alert().Matches(Rules).Select(static m => m.Groups["name"].Value);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MadLab.Lib.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"\b(madlab|process|dotnet)_[a-z_]+[a-z](?=[{\[\s)""]|$)", RegexOptions.Multiline)]
    private static partial Regex Metric();

    [GeneratedRegex(@"by \([^)]*\)|\{[^}]*\}")]
    private static partial Regex Labels();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Ending();

    [GeneratedRegex(@"- alert: (?<name>\w+)")]
    private static partial Regex Alert();
}
