using MadLab.Http;
using MadLab.Stores.Answers;
using MadLab.Stores.Bodies;
using MadLab.Stores.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MadLab.Stores;

/// <summary><c>/preferences</c>: one document, which is always there.</summary>
internal static class PreferencesEndpoints
{
    /// <summary>What stands for the preferences in their tag, where they outlast the process.</summary>
    private const string Mark = "preferences";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapMethods("", StoreEndpoints.Reads, GetAsync)
            .WithSummary("The preferences; what was not chosen is missing.")
            .Produces<Preferences>();
        group.MapPut("", PutAsync)
            .WithSummary("Replaces the preferences.")
            .AcceptsJson<Preferences>().Produces<Preferences>().WithProblems(412);
    }

    private static async Task<IResult> GetAsync(HttpRequest request, IPreferencesStore store, CancellationToken cancellationToken)
    {
        var current = await store.GetAsync(cancellationToken);
        return DocumentAnswer.Read(request, new DocumentTag(MarkOf(store), current.Version), json => DocumentJson.Write(json, current.Preferences));
    }

    private static async Task<IResult> PutAsync(HttpRequest request, IPreferencesStore store, CancellationToken cancellationToken)
    {
        var (preferences, problem) = await BodyReader.ReadAsync(request, PreferencesBody.Read, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var expected = await IfMatch.Of(request).ExpectAsync(MarkOf(store), async () => (await store.GetAsync(cancellationToken)).Version);
        var version = await store.PutAsync(preferences!, expected, cancellationToken);
        return DocumentAnswer.Written(new DocumentTag(MarkOf(store), version), json => DocumentJson.Write(json, preferences!));
    }
    /// <summary>On memory every run of the process begins at version 0 again, so there the run is part of the tag.</summary>
    private static string MarkOf(IPreferencesStore store) => store is MemoryPreferencesStore memory ? memory.Epoch : Mark;
}
