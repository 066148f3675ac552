using MadLab.Http;
using MadLab.Stores.Answers;
using MadLab.Stores.Bodies;
using MadLab.Stores.Memory;
using MadLab.Stores.Ownership;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MadLab.Stores;

/// <summary><c>/preferences</c>: one document an owner, which is always there.</summary>
internal static class PreferencesEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapMethods("", StoreEndpoints.Reads, GetAsync)
            .WithSummary("The preferences; what was not chosen is missing.")
            .Produces<Preferences>();
        group.MapPut("", PutAsync)
            .WithSummary("Replaces the preferences.")
            .AcceptsJson<Preferences>().Produces<Preferences>().WithProblems(412);
    }

    private static async Task<IResult> GetAsync(HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        var (store, owner) = await stores.PreferencesAsync(request, cancellationToken);
        var current = await store.GetAsync(cancellationToken);
        return DocumentAnswer.Read(request, new DocumentTag(MarkOf(store, owner), current.Version), json => DocumentJson.Write(json, current.Preferences));
    }

    private static async Task<IResult> PutAsync(HttpRequest request, CallerStores stores, CancellationToken cancellationToken)
    {
        var (preferences, problem) = await BodyReader.ReadAsync(request, PreferencesBody.Read, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var (store, owner) = await stores.PreferencesAsync(request, cancellationToken);
        var mark = MarkOf(store, owner);
        var expected = await IfMatch.Of(request).ExpectAsync(mark, async () => (await store.GetAsync(cancellationToken)).Version);
        var version = await store.PutAsync(preferences!, expected, cancellationToken);
        return DocumentAnswer.Written(new DocumentTag(mark, version), json => DocumentJson.Write(json, preferences!));
    }

    /// <summary>
    /// What stands for the preferences in their tag: the owner, or a browser that two people use would take the one's for the other's; and on memory,
    /// where every run of the process begins at version 0 again, the run.
    /// </summary>
    private static string MarkOf(IPreferencesStore store, string owner) =>
        DocumentTag.MarkOf($"preferences {(store as MemoryPreferencesStore)?.Epoch} {owner}");
}
