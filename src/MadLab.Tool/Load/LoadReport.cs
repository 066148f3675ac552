using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MadLab.Tool.Commands;
using Spectre.Console;

namespace MadLab.Tool.Load;

/// <summary>What one budget asks for and what was seen.</summary>
internal sealed record BudgetLine(string Name, string Budget, string Seen, bool IsMet);

/// <summary>A load against the runbook's budgets.</summary>
internal sealed record LoadReport(string Kind, Uri Url, TimeSpan Took, LoadTally Tally, bool IsInterrupted)
{
    private static readonly (string Name, double Part)[] Parts = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99), ("max", 1)];

    public IReadOnlyList<BudgetLine> Budgets => [.. BudgetsOf()];

    public bool IsMet => Budgets.All(static b => b.IsMet);

    private double MessagesPerSecond => Took > TimeSpan.Zero ? Tally.Messages / Took.TotalSeconds : 0;

    private double ErrorPercent
    {
        get
        {
            var all = Tally.Calls + Tally.Errors + (Kind == "ws" ? Tally.Messages : 0);
            return all == 0 ? 100 : 100.0 * Tally.Errors / all;
        }
    }

    public void Show(ToolOutput output)
    {
        var table = output.NewTable("budget", "asked", "seen", "verdict");
        foreach (var line in Budgets)
        {
            table.AddRow(new Text(line.Name), new Text(line.Budget), new Text(line.Seen), new Text(line.IsMet ? "ok" : "fail", new Style(line.IsMet ? Color.Green : Color.Red)));
        }

        output.Console.Write(table);
        var at = Tally.Percentiles([.. Parts.Select(static p => p.Part)]);
        output.Console.WriteLine(
            $"{Tally.Calls} answers, {Tally.Errors} errors{(Kind == "ws" ? $", {Tally.Messages} messages" : "")} in {Number(Took.TotalSeconds)} s; "
            + $"ms from the intended start: {string.Join(", ", Parts.Zip(at, static (p, ms) => $"{p.Name} {Number(ms)}"))}");
        foreach (var (kind, count) in Tally.ErrorsByKind.OrderByDescending(static e => e.Value))
        {
            output.Console.WriteLine($"  {count} x {kind}");
        }

        output.Console.WriteLine(IsInterrupted ? "Interrupted: the verdict is on what was seen until then." : IsMet ? "Within the budgets." : "Outside of the budgets.");
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind);
            json.WriteString("url", Url.GetLeftPart(UriPartial.Path));
            json.WriteString("result", IsMet ? "ok" : "fail");
            json.WriteBoolean("interrupted", IsInterrupted);
            json.WriteNumber("seconds", Math.Round(Took.TotalSeconds, 3));
            json.WriteNumber("answers", Tally.Calls);
            json.WriteNumber("messages", Tally.Messages);
            json.WriteStartObject("latencyMs");
            var at = Tally.Percentiles([.. Parts.Select(static p => p.Part)]);
            for (var i = 0; i < Parts.Length; i++)
            {
                if (at[i] is { } ms)
                {
                    json.WriteNumber(Parts[i].Name, Math.Round(ms, 3));
                }
                else
                {
                    json.WriteNull(Parts[i].Name);
                }
            }

            json.WriteEndObject();
            json.WriteStartObject("errors");
            foreach (var (kind, count) in Tally.ErrorsByKind)
            {
                json.WriteNumber(kind, count);
            }

            json.WriteEndObject();
            json.WriteStartArray("budgets");
            foreach (var line in Budgets)
            {
                json.WriteStartObject();
                json.WriteString("name", line.Name);
                json.WriteString("budget", line.Budget);
                json.WriteString("seen", line.Seen);
                json.WriteBoolean("met", line.IsMet);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private IEnumerable<BudgetLine> BudgetsOf()
    {
        var at = Tally.Percentiles(0.95, 0.99);
        yield return new BudgetLine("errors", "under 1 %", Number(ErrorPercent) + " %", ErrorPercent < 1);
        switch (Kind)
        {
            case "ws":
                yield return new BudgetLine("messages a second", "50 and more", Number(MessagesPerSecond), MessagesPerSecond >= 50);
                break;
            case "market":
                yield return Latency("GET p95", 300, at[0]);
                yield return Latency("GET p99", 800, at[1]);
                break;
            default:
                yield return Latency("CRUD p95", 200, at[0]);
                break;
        }
    }

    private static BudgetLine Latency(string name, double budget, double? seen) =>
        new(name, $"under {Number(budget)} ms", seen is null ? "nothing was answered" : Number(seen) + " ms", seen < budget);

    private static string Number(double? value) => value?.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) ?? "-";
}
