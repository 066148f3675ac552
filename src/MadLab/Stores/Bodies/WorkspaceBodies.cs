using System.Text.Json;

namespace MadLab.Stores.Bodies;

/// <summary>The body of <c>POST /workspaces</c>.</summary>
internal sealed record NewWorkspace(string Title, JsonElement Data)
{
    public static NewWorkspace? Read(JsonElement body, BodyErrors errors)
    {
        var title = Members.Text(body, "title", errors);
        return Members.Object(body, "data", errors) is { } data ? new NewWorkspace(title, data) : null;
    }
}

/// <summary>The body of <c>PUT /workspaces</c>.</summary>
/// <param name="Id">The workspace; null where the address names it already.</param>
/// <param name="Change">What changes.</param>
internal sealed record WorkspaceEdit(string? Id, WorkspaceChange Change)
{
    /// <summary>Reads the body of an address that does not name the workspace.</summary>
    public static WorkspaceEdit ReadWithId(JsonElement body, BodyErrors errors)
    {
        string? fault = Members.Required;
        string? id = null;
        if (!Members.TryGet(body, "id", out var value) || !Members.TryText(value, 1, int.MaxValue, out id, out fault))
        {
            errors.Add("id", value is { ValueKind: JsonValueKind.String } && id is { Length: 0 } ? Members.Required : fault ?? Members.Required);
        }

        return ReadChange(body, errors) with { Id = id };
    }

    /// <summary>Reads the body of an address that names the workspace: an <c>id</c> in it is ignored, as older clients send whole records back.</summary>
    public static WorkspaceEdit ReadChange(JsonElement body, BodyErrors errors) => new(
        Id: null,
        new WorkspaceChange
        {
            Title = Members.TryGet(body, "title", out _) ? Members.Text(body, "title", errors) : null,
            Data = Members.TryGet(body, "data", out _) ? Members.Object(body, "data", errors) : null,
        });
}
