using System.Text.Encodings.Web;
using System.Text.Json;
using MadLab.Tool.Commands;
using Spectre.Console;

namespace MadLab.Tool.Check;

/// <summary>What a check found.</summary>
internal sealed record CheckReport(Uri Url, DateTimeOffset Time, IReadOnlyList<CheckItem> Items)
{
    /// <summary>The gravest verdict.</summary>
    public Verdict Result => Items.Max(static i => i.Verdict);

    public int ExitCode => Result == Verdict.Fail ? ExitCodes.Failed : ExitCodes.Done;

    public void Show(ToolOutput output)
    {
        var table = output.NewTable("check", "verdict", "seen", "cure");
        foreach (var item in Items)
        {
            table.AddRow(new Text(item.Name), new Text(NameOf(item.Verdict), StyleOf(item.Verdict)), new Text(item.Detail), new Text(item.Cure ?? ""));
        }

        output.Console.Write(table);
        output.Console.WriteLine($"{Url.GetLeftPart(UriPartial.Path)}: {NameOf(Result)}, {Items.Count(static i => i.Verdict == Verdict.Fail)} failed, {Items.Count(static i => i.Verdict == Verdict.Warn)} to know of.");
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("url", Url.GetLeftPart(UriPartial.Path));
            json.WriteString("time", Time.UtcDateTime);
            json.WriteString("result", NameOf(Result));
            json.WriteStartArray("checks");
            foreach (var item in Items)
            {
                json.WriteStartObject();
                json.WriteString("name", item.Name);
                json.WriteString("verdict", NameOf(item.Verdict));
                json.WriteString("detail", item.Detail);
                if (item.Cure is not null)
                {
                    json.WriteString("cure", item.Cure);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warn => "warn",
        _ => "fail",
    };

    private static Style StyleOf(Verdict verdict) => verdict switch
    {
        Verdict.Ok => new Style(Color.Green),
        Verdict.Warn => new Style(Color.Yellow),
        _ => new Style(Color.Red),
    };
}
