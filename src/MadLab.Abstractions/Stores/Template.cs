namespace MadLab;

/// <summary>A named arrangement of widgets from which sheets are made.</summary>
public sealed record Template
{
    /// <summary>The key, made by the store.</summary>
    public required string Id { get; init; }

    /// <summary>The name, unique among its owner's, at most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of sheet, such as <c>charting</c>, at most 200 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>The title, at most 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The widgets, in order.</summary>
    public required IReadOnlyList<TemplateWidget> Widgets { get; init; }

    /// <summary>Grows by one with each write; 1 when created.</summary>
    public required long Version { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last written, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
