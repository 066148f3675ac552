using System.Text.Json;

namespace MadLab;

/// <summary>One widget of a template.</summary>
public sealed record TemplateWidget
{
    /// <summary>The kind of widget, at most 200 characters.</summary>
    public required string Type { get; init; }

    /// <summary>The title, at most 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required WidgetLayout Layout { get; init; }

    /// <summary>The widget's own settings, opaque to the server; null when there are none.</summary>
    public JsonElement? Props { get; init; }
}
