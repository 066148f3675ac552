using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace MadLab.Stores;

/// <summary>The query of <c>GET /workspaces</c>. Texts, so that a bad one gets the contract's problem and not the binder's.</summary>
internal sealed class WorkspaceListQuery
{
    [FromQuery(Name = "id")]
    [Description("Answers this one workspace alone.")]
    public string? Id { get; init; }

    [FromQuery(Name = "limit")]
    [Description("The most workspaces to answer, 1 to 1000; the default is 100.")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor")]
    [Description("Where to begin: nextCursor of the page before.")]
    public string? Cursor { get; init; }
}

/// <summary>The query of what is done to one workspace.</summary>
internal sealed class WorkspaceQuery
{
    [FromQuery(Name = "id")]
    [Description("The workspace.")]
    public string? Id { get; init; }
}

/// <summary>The query of templates.</summary>
internal sealed class TemplateQuery
{
    [FromQuery(Name = "name")]
    [Description("The template.")]
    public string? Name { get; init; }
}
