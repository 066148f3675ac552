namespace MadLab;

/// <summary>A template to be written.</summary>
public sealed record TemplateDraft
{
    /// <summary>The name, unique among its owner's, at most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of sheet, at most 200 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>The title, at most 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The widgets, in order; none by default.</summary>
    public IReadOnlyList<TemplateWidget> Widgets { get; init; } = [];
}
