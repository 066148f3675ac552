using System.Text;
using System.Text.Json;

namespace MadLab.Testing.Conformance;

/// <summary>What a run has found.</summary>
public sealed class ConformanceReport
{
    internal ConformanceReport(string feed, IReadOnlyList<ConformanceResult> results)
    {
        Feed = feed;
        Results = results;
    }

    /// <summary>The provider's feed, as its descriptor calls it.</summary>
    public string Feed { get; }

    /// <summary>Every check, in the order of their ids.</summary>
    public IReadOnlyList<ConformanceResult> Results { get; }

    /// <summary>Whether nothing failed; what is waived has not.</summary>
    public bool IsConformant => Count(ConformanceOutcome.Failed) == 0;

    /// <summary>How many checks ended so.</summary>
    public int Count(ConformanceOutcome outcome) => Results.Count(r => r.Outcome == outcome);

    /// <summary>The result of one check.</summary>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    public ConformanceResult this[string id] =>
        Results.FirstOrDefault(r => r.Check.Id == id) ?? throw new ArgumentException($"There is no check '{id}'.", nameof(id));

    /// <summary>The report for people: what failed first, and the counts as its last line.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var (outcome, word) in new[] { (ConformanceOutcome.Failed, "FAILED"), (ConformanceOutcome.Waived, "waived"), (ConformanceOutcome.NotApplicable, "n/a"), (ConformanceOutcome.Passed, "passed") })
        {
            foreach (var result in Results.Where(r => r.Outcome == outcome))
            {
                text.Append(word).Append("  ").Append(result.Check.Id).Append("  ").Append(result.Check.Level == ConformanceLevel.Must ? "must" : "should").Append("  ").AppendLine(result.Check.Rule);
                if (result.Message is not null)
                {
                    text.Append("        ").AppendLine(result.Message);
                }
            }
        }

        return text.Append(CountsLine()).ToString();
    }

    /// <summary>The report for programs: <c>{feed, conformant, counts, checks:[{id, level, rule, outcome, message?}]}</c>.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("feed"u8, Feed);
            json.WriteBoolean("conformant"u8, IsConformant);
            json.WriteStartObject("counts"u8);
            foreach (var outcome in Enum.GetValues<ConformanceOutcome>())
            {
                json.WriteNumber(Word(outcome), Count(outcome));
            }

            json.WriteEndObject();
            json.WriteStartArray("checks"u8);
            foreach (var result in Results)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, result.Check.Id);
                json.WriteString("level"u8, result.Check.Level == ConformanceLevel.Must ? "must"u8 : "should"u8);
                json.WriteString("rule"u8, result.Check.Rule);
                json.WriteString("outcome"u8, Word(result.Outcome));
                if (result.Message is not null)
                {
                    json.WriteString("message"u8, result.Message);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Word(ConformanceOutcome outcome) => outcome switch
    {
        ConformanceOutcome.Passed => "passed",
        ConformanceOutcome.Failed => "failed",
        ConformanceOutcome.Waived => "waived",
        _ => "notApplicable",
    };

    private string CountsLine() =>
        $"{Results.Count} checks: {Count(ConformanceOutcome.Passed)} passed, {Count(ConformanceOutcome.Failed)} failed, "
        + $"{Count(ConformanceOutcome.Waived)} waived, {Count(ConformanceOutcome.NotApplicable)} not applicable";
}
