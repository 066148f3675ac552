namespace MadLab;

/// <summary>Where a widget stands on the grid, in grid units.</summary>
public sealed record WidgetLayout
{
    /// <summary>Columns from the left.</summary>
    public required double X { get; init; }

    /// <summary>Rows from the top.</summary>
    public required double Y { get; init; }

    /// <summary>Width in columns.</summary>
    public required double W { get; init; }

    /// <summary>Height in rows.</summary>
    public required double H { get; init; }

    /// <summary>The grid's own key of the item, where the page keeps one.</summary>
    public string? I { get; init; }
}
