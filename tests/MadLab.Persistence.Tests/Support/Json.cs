using System.Text.Json;

namespace MadLab.Persistence.Tests.Support;

internal static class Json
{
    public static JsonElement Of(string text) => JsonElement.Parse(text);

    public static TemplateDraft Template(string name = "Desk", string title = "My desk") => new()
    {
        Name = name,
        Kind = "charting",
        Title = title,
        Widgets =
        [
            new TemplateWidget
            {
                Type = "chart",
                Title = "Prices",
                Layout = new WidgetLayout { X = 0, Y = 1.5, W = 6, H = 4, I = "w1" },
                Props = Of("""{"symbol":"AAPL","range":"6M"}"""),
            },
            new TemplateWidget { Type = "note", Title = string.Empty, Layout = new WidgetLayout { X = 6, Y = 0, W = 6, H = 4 } },
        ],
    };
}
