using System.Globalization;
using MadLab.Http;
using MadLab.Stores.Answers;
using MadLab.Stores.Bodies;
using MadLab.Stores.Ownership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MadLab.Stores;

/// <summary><c>/workspaces</c>, by query and by path.</summary>
internal static class WorkspaceEndpoints
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1_000;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapMethods("", StoreEndpoints.Reads, ListAsync)
            .WithSummary("Workspaces, newest first; with an id, that one as {workspace}.")
            .Produces<WorkspaceListSchema>().WithProblems(400, 404);
        group.MapPost("", CreateAsync)
            .WithSummary("Creates a workspace.")
            .AcceptsJson<NewWorkspaceSchema>().Produces<WorkspaceAnswerSchema>();
        group.MapPut("", UpdateAsync)
            .WithSummary("Changes what is given of a workspace; its id is in the query or in the body.")
            .AcceptsJson<WorkspaceChangeSchema>().Produces<WorkspaceAnswerSchema>()
            .WithProblems(404, 412);
        group.MapDelete("", DeleteAsync)
            .WithSummary("Deletes a workspace; one that is gone already is no error.")
            .Produces<OkSchema>().WithProblems(400, 412);

        group.MapMethods("/{id}", StoreEndpoints.Reads, FindByPathAsync)
            .WithSummary("One workspace.")
            .Produces<WorkspaceAnswerSchema>().WithProblems(404);
        group.MapPut("/{id}", UpdateByPathAsync)
            .WithSummary("Changes what is given of a workspace.")
            .AcceptsJson<WorkspaceChangeSchema>().Produces<WorkspaceAnswerSchema>()
            .WithProblems(404, 412);
        group.MapDelete("/{id}", DeleteByPathAsync)
            .WithSummary("Deletes a workspace; one that is gone already is no error.")
            .Produces<OkSchema>().WithProblems(412);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] WorkspaceListQuery query, HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(query.Id))
        {
            return await FindByPathAsync(query.Id, request, stores, cancellationToken);
        }

        var limit = DefaultPageSize;
        if (!string.IsNullOrEmpty(query.Limit)
            && (!int.TryParse(query.Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxPageSize))
        {
            return StoreProblems.InvalidLimit(MaxPageSize);
        }

        var store = await stores.WorkspacesAsync(request, cancellationToken);
        WorkspacePage page;
        try
        {
            page = await store.ListAsync(limit, string.IsNullOrEmpty(query.Cursor) ? null : query.Cursor, cancellationToken);
        }
        catch (FormatException)
        {
            return StoreProblems.InvalidCursor();
        }

        return new ListAnswer<Workspace>("workspaces", page.Items, DocumentJson.Write, page.NextCursor);
    }

    private static async Task<IResult> FindByPathAsync(string id, HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        var store = await stores.WorkspacesAsync(request, cancellationToken);
        return await store.FindAsync(id, cancellationToken) is { } workspace
            ? DocumentAnswer.Read(request, DocumentTag.Of(workspace), json => DocumentJson.WriteAnswer(json, workspace))
            : StoreProblems.WorkspaceNotFound();
    }

    private static async Task<IResult> CreateAsync(HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        var (body, problem) = await BodyReader.ReadAsync(request, NewWorkspace.Read, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var store = await stores.WorkspacesAsync(request, cancellationToken);
        return Written(await store.CreateAsync(body!.Title, body.Data, cancellationToken));
    }

    private static Task<IResult> UpdateAsync(
        [AsParameters] WorkspaceQuery query, HttpRequest request, CallerStores stores, CancellationToken cancellationToken) =>
        ChangeAsync(string.IsNullOrEmpty(query.Id) ? null : query.Id, request, stores, cancellationToken);

    private static Task<IResult> UpdateByPathAsync(string id, HttpRequest request, CallerStores stores, CancellationToken cancellationToken) =>
        ChangeAsync(id, request, stores, cancellationToken);

    private static async Task<IResult> ChangeAsync(string? id, HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        var (edit, problem) = await BodyReader.ReadAsync<WorkspaceEdit>(
            request, id is null ? WorkspaceEdit.ReadWithId : WorkspaceEdit.ReadChange, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var key = id ?? edit!.Id!;
        var store = await stores.WorkspacesAsync(request, cancellationToken);
        var expected = await IfMatch.Of(request).ExpectAsync(DocumentTag.MarkOf(key), () => VersionAsync(store, key, cancellationToken));
        return await store.UpdateAsync(key, edit!.Change, expected, cancellationToken) is { } workspace
            ? Written(workspace)
            : StoreProblems.WorkspaceNotFound();
    }

    private static async Task<IResult> DeleteAsync(
        [AsParameters] WorkspaceQuery query, HttpRequest request, CallerStores stores, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(query.Id)
            ? StoreProblems.MissingId()
            : await DeleteByPathAsync(query.Id, request, stores, cancellationToken);

    private static async Task<IResult> DeleteByPathAsync(string id, HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        var store = await stores.WorkspacesAsync(request, cancellationToken);
        var precondition = IfMatch.Of(request);
        var expected = await precondition.ExpectAsync(DocumentTag.MarkOf(id), () => VersionAsync(store, id, cancellationToken));
        var deleted = await store.DeleteAsync(id, expected, cancellationToken);

        // Gone already is what the caller wants, even with the tag of a version; only `*` insists that there was something.
        return deleted || !precondition.IsAny ? DocumentAnswer.Ok() : Problem.From(StoreLimits.Conflict("workspace"));
    }

    private static async Task<long?> VersionAsync(IWorkspaceStore store, string id, CancellationToken cancellationToken) =>
        (await store.FindAsync(id, cancellationToken))?.Version;

    private static DocumentAnswer Written(Workspace workspace) =>
        DocumentAnswer.Written(DocumentTag.Of(workspace), json => DocumentJson.WriteAnswer(json, workspace));
}
