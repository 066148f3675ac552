using System.Globalization;
using System.Text;
using System.Text.Json;
using MadLab.Persistence.Model;
using MadLab.Stores;

namespace MadLab.Persistence.Backup;

/// <summary>
/// Reads documents as a service answers them, an earlier one too: it may lack times and versions, send times as numbers, and send
/// JSON within a text, which is how a database without a JSON type keeps it.
/// </summary>
internal static class ServiceDocuments
{
    private const int MaxId = 64;

    /// <exception cref="FormatException">It cannot be kept; the message says why.</exception>
    public static object Workspace(JsonElement document, DateTimeOffset now)
    {
        var created = Time(document, "createdAt") ?? now.ToUnixTimeMilliseconds();
        return new WorkspaceEntity
        {
            Id = TransferFields.Text(document, "id", MaxId),
            Title = TransferFields.Text(document, "title", StoreLimits.MaxTextLength, mayBeEmpty: true),
            Data = Member(document, "data") is { ValueKind: JsonValueKind.Object } data ? data.GetRawText() : throw new FormatException("'data' is missing or no object"),
            Version = document.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number) && number > 0 ? number : 1,
            CreatedAt = created,
            UpdatedAt = Time(document, "updatedAt") ?? created,
        };
    }

    /// <exception cref="FormatException">It cannot be kept; the message says why.</exception>
    public static object Template(JsonElement document, DateTimeOffset now)
    {
        var created = Time(document, "createdAt") ?? now.ToUnixTimeMilliseconds();
        return new TemplateEntity
        {
            Id = TransferFields.Text(document, "id", MaxId),
            Name = TransferFields.Text(document, "name", StoreLimits.MaxTextLength),
            Kind = TransferFields.Text(document, "kind", StoreLimits.MaxTextLength, mayBeEmpty: true),
            Title = TransferFields.Text(document, "title", StoreLimits.MaxTextLength, mayBeEmpty: true),
            Widgets = Encoding.UTF8.GetString(WidgetJson.ToUtf8(Widgets(document))),
            Version = 1,
            CreatedAt = created,
            UpdatedAt = Time(document, "updatedAt") ?? created,
        };
    }

    private static List<TemplateWidget> Widgets(JsonElement document)
    {
        var widgets = new List<TemplateWidget>();
        if (Member(document, "widgets") is not { } all)
        {
            return widgets;
        }

        if (all.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("'widgets' is no array");
        }

        foreach (var widget in all.EnumerateArray())
        {
            if (widget.ValueKind != JsonValueKind.Object || Member(widget, "layout") is not { ValueKind: JsonValueKind.Object } layout)
            {
                throw new FormatException("a widget has no layout");
            }

            widgets.Add(new TemplateWidget
            {
                Type = TransferFields.Text(widget, "type", StoreLimits.MaxTextLength),
                Title = TransferFields.OptionalText(widget, "title", StoreLimits.MaxTextLength) ?? string.Empty,
                Layout = new WidgetLayout
                {
                    X = Number(layout, "x"),
                    Y = Number(layout, "y"),
                    W = Number(layout, "w"),
                    H = Number(layout, "h"),
                    I = TransferFields.OptionalText(layout, "i", StoreLimits.MaxTextLength),
                },
                Props = Member(widget, "props"),
            });
        }

        return widgets;
    }

    private static double Number(JsonElement layout, string name) =>
        layout.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new FormatException($"a widget's layout has no number '{name}'");

    /// <summary>A member; null where it is missing or null. A text that is JSON of an object or array is that.</summary>
    private static JsonElement? Member(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return value;
        }

        try
        {
            return JsonElement.Parse(TransferFields.Text(parent, name, int.MaxValue)) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } inner ? inner : value;
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static long? Time(JsonElement document, string name)
    {
        if (!document.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var milliseconds)
                && milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() => milliseconds,
            JsonValueKind.String when DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUnixTimeMilliseconds(),
            _ => null,
        };
    }
}
