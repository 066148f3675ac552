using MadLab.Http;
using Microsoft.AspNetCore.Http;

namespace MadLab.Stores;

/// <summary>The errors of the store's endpoints beside those of a body.</summary>
internal static class StoreProblems
{
    public static Problem WorkspaceNotFound() =>
        new(StatusCodes.Status404NotFound, "WORKSPACE_NOT_FOUND", "Workspace not found") { Extensions = json => json.WriteNull("workspace"u8) };

    public static Problem TemplateNotFound() =>
        new(StatusCodes.Status404NotFound, "TEMPLATE_NOT_FOUND", "Template not found") { Extensions = json => json.WriteNull("template"u8) };

    public static Problem MissingId() => new(StatusCodes.Status400BadRequest, "MISSING_ID", "Missing id");

    public static Problem MissingName() => new(StatusCodes.Status400BadRequest, "MISSING_NAME", "Missing name");

    public static Problem InvalidLimit(int max) => new(StatusCodes.Status400BadRequest, "INVALID_LIMIT", $"limit must be a whole number from 1 to {max}.");

    public static Problem InvalidCursor() => new(StatusCodes.Status400BadRequest, "INVALID_CURSOR", "cursor must be the nextCursor of an earlier page.");
}
