using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MadLab.Stores;

/// <summary>A template's widgets as JSON: on the wire, in memory and in a database's column alike.</summary>
internal static class WidgetJson
{
    public static byte[] ToUtf8(IReadOnlyList<TemplateWidget> widgets)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, widgets);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<TemplateWidget> widgets)
    {
        json.WriteStartArray();
        foreach (var widget in widgets)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, widget.Type);
            json.WriteString("title"u8, widget.Title);
            json.WriteStartObject("layout"u8);
            json.WriteNumber("x"u8, widget.Layout.X);
            json.WriteNumber("y"u8, widget.Layout.Y);
            json.WriteNumber("w"u8, widget.Layout.W);
            json.WriteNumber("h"u8, widget.Layout.H);
            if (widget.Layout.I is { } key)
            {
                json.WriteString("i"u8, key);
            }

            json.WriteEndObject();
            if (widget.Props is { } props)
            {
                json.WritePropertyName("props"u8);
                WriteVerbatim(json, props);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes an opaque document as it came: the same digits, the same escapes.</summary>
    public static void WriteVerbatim(Utf8JsonWriter json, JsonElement document) =>
        json.WriteRawValue(JsonMarshal.GetRawUtf8Value(document), skipInputValidation: true);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static IReadOnlyList<TemplateWidget> Read(JsonElement widgets)
    {
        var list = new List<TemplateWidget>(widgets.GetArrayLength());
        foreach (var widget in widgets.EnumerateArray())
        {
            var layout = widget.GetProperty("layout"u8);
            list.Add(new TemplateWidget
            {
                Type = widget.GetProperty("type"u8).GetString()!,
                Title = widget.GetProperty("title"u8).GetString()!,
                Layout = new WidgetLayout
                {
                    X = layout.GetProperty("x"u8).GetDouble(),
                    Y = layout.GetProperty("y"u8).GetDouble(),
                    W = layout.GetProperty("w"u8).GetDouble(),
                    H = layout.GetProperty("h"u8).GetDouble(),
                    I = layout.TryGetProperty("i"u8, out var key) ? key.GetString() : null,
                },
                Props = widget.TryGetProperty("props"u8, out var props) ? props : null,
            });
        }

        return list;
    }
}
