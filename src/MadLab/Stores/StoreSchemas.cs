using System.Text.Json;

namespace MadLab.Stores;

// What the OpenAPI document shows; the bodies themselves are read and written by hand.

internal sealed record WorkspaceSchema(string Id, string Title, JsonElement Data, long Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

internal sealed record WorkspaceAnswerSchema(WorkspaceSchema Workspace);

internal sealed record WorkspaceListSchema(IReadOnlyList<WorkspaceSchema> Workspaces, string? NextCursor);

internal sealed record NewWorkspaceSchema(string Title, JsonElement Data);

internal sealed record WorkspaceChangeSchema(string? Id, string? Title, JsonElement? Data);

internal sealed record TemplateSchema(
    string Id, string Name, string Kind, string Title, IReadOnlyList<TemplateWidget> Widgets, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

internal sealed record TemplateAnswerSchema(TemplateSchema Template);

internal sealed record TemplateListSchema(IReadOnlyList<TemplateSchema> Templates);

internal sealed record OkSchema(bool Ok);
