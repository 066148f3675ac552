namespace MadLab;

/// <summary>Some workspaces, newest first.</summary>
/// <param name="Items">The workspaces.</param>
/// <param name="NextCursor">Where the next page begins; null on the last one.</param>
public sealed record WorkspacePage(IReadOnlyList<Workspace> Items, string? NextCursor);
