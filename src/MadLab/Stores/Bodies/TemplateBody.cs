using System.Globalization;
using System.Text.Json;

namespace MadLab.Stores.Bodies;

/// <summary>The body of <c>POST /templates</c>.</summary>
internal static class TemplateBody
{
    public static TemplateDraft Read(JsonElement body, BodyErrors errors) => new()
    {
        Name = Members.Text(body, "name", errors),
        Kind = Members.Text(body, "kind", errors),
        Title = Members.Text(body, "title", errors),
        Widgets = ReadWidgets(body, errors),
    };

    private static List<TemplateWidget> ReadWidgets(JsonElement body, BodyErrors errors)
    {
        var widgets = new List<TemplateWidget>();
        if (!Members.TryGet(body, "widgets", out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return widgets;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            errors.Add("widgets", $"Must be an array, not {Members.Kind(list)}");
            return widgets;
        }

        foreach (var item in list.EnumerateArray())
        {
            if (errors.IsFull)
            {
                break;
            }

            widgets.Add(new WidgetReader(widgets.Count, errors).Read(item));
        }

        return widgets;
    }

    /// <summary>Reads one widget; its faults count as the list's, and name the place in it.</summary>
    private readonly struct WidgetReader(int index, BodyErrors errors)
    {
        public TemplateWidget Read(JsonElement widget)
        {
            if (widget.ValueKind != JsonValueKind.Object)
            {
                Fault(string.Empty, $"Must be an object, not {Members.Kind(widget)}");
                return new TemplateWidget { Type = string.Empty, Title = string.Empty, Layout = NoLayout };
            }

            return new TemplateWidget
            {
                Type = Text(widget, "type", min: 1),
                Title = Text(widget, "title", min: 0),
                Layout = ReadLayout(widget),
                Props = ReadProps(widget),
            };
        }

        private static WidgetLayout NoLayout => new() { X = 0, Y = 0, W = 0, H = 0 };

        private WidgetLayout ReadLayout(JsonElement widget)
        {
            if (!Members.TryGet(widget, "layout", out var layout))
            {
                Fault(".layout", Members.Required);
                return NoLayout;
            }

            if (layout.ValueKind != JsonValueKind.Object)
            {
                Fault(".layout", $"Must be an object, not {Members.Kind(layout)}");
                return NoLayout;
            }

            return new WidgetLayout
            {
                X = Number(layout, "x"),
                Y = Number(layout, "y"),
                W = Number(layout, "w"),
                H = Number(layout, "h"),
                I = Members.TryGet(layout, "i", out var key) && key.ValueKind != JsonValueKind.Null ? Text(layout, "i", min: 0, ".layout") : null,
            };
        }

        private JsonElement? ReadProps(JsonElement widget)
        {
            if (!Members.TryGet(widget, "props", out var props) || props.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            if (props.ValueKind != JsonValueKind.Object)
            {
                Fault(".props", $"Must be an object, not {Members.Kind(props)}");
                return null;
            }

            return props.Clone();
        }

        private string Text(JsonElement element, string name, int min, string parent = "")
        {
            string? fault = Members.Required;
            if (Members.TryGet(element, name, out var value) && Members.TryText(value, min, StoreLimits.MaxTextLength, out var text, out fault))
            {
                return text;
            }

            Fault($"{parent}.{name}", fault ?? Members.Required);
            return string.Empty;
        }

        private double Number(JsonElement layout, string name)
        {
            if (!Members.TryGet(layout, name, out var value))
            {
                Fault($".layout.{name}", Members.Required);
            }
            else if (value.ValueKind != JsonValueKind.Number)
            {
                Fault($".layout.{name}", $"Must be a number, not {Members.Kind(value)}");
            }
            else if (!value.TryGetDouble(out var number) || !double.IsFinite(number))
            {
                Fault($".layout.{name}", "Is out of range");
            }
            else
            {
                return number;
            }

            return 0;
        }

        private void Fault(string path, string message) =>
            errors.Add("widgets", string.Create(CultureInfo.InvariantCulture, $"[{index}]{path}: {message}"));
    }
}
