using MadLab.Http;
using MadLab.Stores.Answers;
using MadLab.Stores.Bodies;
using MadLab.Stores.Ownership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MadLab.Stores;

/// <summary><c>/templates</c>, by query and by path.</summary>
internal static class TemplateEndpoints
{
    /// <summary>How often a write under <c>If-Match: *</c> reads again when the template is deleted and made anew in between.</summary>
    private const int MaxAttempts = 5;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapMethods("", StoreEndpoints.Reads, ListAsync)
            .WithSummary("Templates, newest first; with a name, that one as {template}.")
            .Produces<TemplateListSchema>().WithProblems(404);
        group.MapPost("", UpsertAsync)
            .WithSummary("Creates a template or replaces the one of the same name.")
            .AcceptsJson<TemplateDraft>().Produces<TemplateAnswerSchema>().WithProblems(412);
        group.MapDelete("", DeleteAsync)
            .WithSummary("Deletes a template; one that is gone already is no error.")
            .Produces<OkSchema>().WithProblems(400, 412);

        group.MapMethods("/{name}", StoreEndpoints.Reads, FindByPathAsync)
            .WithSummary("One template.")
            .Produces<TemplateAnswerSchema>().WithProblems(404);
        group.MapDelete("/{name}", DeleteByPathAsync)
            .WithSummary("Deletes a template; one that is gone already is no error.")
            .Produces<OkSchema>().WithProblems(412);
    }

    private static async Task<IResult> ListAsync(
        [AsParameters] TemplateQuery query, HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(query.Name))
        {
            return await FindByPathAsync(query.Name, request, stores, cancellationToken);
        }

        var store = await stores.TemplatesAsync(request, cancellationToken);
        return new ListAnswer<Template>("templates", await store.ListAsync(cancellationToken), DocumentJson.Write);
    }

    private static async Task<IResult> FindByPathAsync(string name, HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        var store = await stores.TemplatesAsync(request, cancellationToken);
        return await store.FindAsync(name, cancellationToken) is { } template
            ? DocumentAnswer.Read(request, DocumentTag.Of(template), json => DocumentJson.WriteAnswer(json, template))
            : StoreProblems.TemplateNotFound();
    }

    private static async Task<IResult> UpsertAsync(HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        var (draft, problem) = await BodyReader.ReadAsync(request, TemplateBody.Read, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var store = await stores.TemplatesAsync(request, cancellationToken);
        var precondition = IfMatch.Of(request);
        if (precondition.IsAny)
        {
            return Written(await ReplaceAsync(store, draft!, cancellationToken));
        }

        var (version, id) = await ExpectAsync(precondition, store, draft!.Name, cancellationToken);
        return Written(await store.UpsertAsync(draft, version, id, cancellationToken));
    }

    private static DocumentAnswer Written(Template template) =>
        DocumentAnswer.Written(DocumentTag.Of(template), json => DocumentJson.WriteAnswer(json, template));

    /// <summary>Writes whatever the version is, but never creates.</summary>
    private static async Task<Template> ReplaceAsync(ITemplateStore store, TemplateDraft draft, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var current = await store.FindAsync(draft.Name, cancellationToken) ?? throw StoreLimits.Conflict("template");
            try
            {
                return await store.UpsertAsync(draft, expectedVersion: null, current.Id, cancellationToken);
            }
            catch (StoreException e) when (e.Kind == StoreErrorKind.VersionConflict && attempt < MaxAttempts)
            {
                // Another stands under the name by now, or none, which the next look tells.
            }
        }
    }

    private static async Task<IResult> DeleteAsync(
        [AsParameters] TemplateQuery query, HttpRequest request, CallerStores stores, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(query.Name)
            ? StoreProblems.MissingName()
            : await DeleteByPathAsync(query.Name, request, stores, cancellationToken);

    private static async Task<IResult> DeleteByPathAsync(string name, HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        var store = await stores.TemplatesAsync(request, cancellationToken);
        var precondition = IfMatch.Of(request);
        var (version, id) = await ExpectAsync(precondition, store, name, cancellationToken);
        var deleted = await store.DeleteAsync(name, version, id, cancellationToken);
        return deleted || !precondition.IsAny ? DocumentAnswer.Ok() : Problem.From(StoreLimits.Conflict("template"));
    }

    /// <summary>
    /// The version to expect, and of which template: between this look and the write the one that the writer read may be deleted and
    /// another made in its place, whose version 1 is not the one that was read.
    /// </summary>
    private static async Task<(long? Version, string? Id)> ExpectAsync(IfMatch precondition, ITemplateStore store, string name, CancellationToken cancellationToken)
    {
        var current = precondition.NamesTags ? await store.FindAsync(name, cancellationToken) : null;
        return (precondition.Expect(current is null ? null : DocumentTag.Of(current)), current?.Id);
    }
}
