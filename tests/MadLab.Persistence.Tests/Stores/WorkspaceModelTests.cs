using FsCheck;
using FsCheck.Fluent;
using MadLab.Persistence.Tests.Support;
using MadLab.TestSupport.PostgreSql;
using Xunit;

namespace MadLab.Persistence.Tests.Stores;

/// <summary>Random operations on a store and on a plain list must not differ.</summary>
public sealed class WorkspaceModelTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithReplay(20260101, 7).WithMaxTest(40);

    [Theory]
    [InlineData(StoreKind.Memory)]
    [InlineData(StoreKind.Sqlite)]
    public Task AnyOperations_OnAStore_BehaveAsOnAList(StoreKind kind) => CheckAsync(kind);

    [PostgresFact]
    public Task AnyOperations_OnPostgreSql_BehaveAsOnAList() => CheckAsync(StoreKind.PostgreSql);

    private static async Task CheckAsync(StoreKind kind)
    {
        await using var place = await StorePlace.CreateAsync(kind);
        await using var host = await StoreHarness.StartAsync(place.Use);
        Check(host.Workspaces);
    }

    private static void Check(IWorkspaceStore store)
    {
        var operation = Gen.Choose(0, 5).SelectMany(kind => Gen.Choose(0, 9).SelectMany(target => Gen.Choose(0, 3).Select(value => (kind, target, value))));
        Prop.ForAll(operation.ListOf().ToArbitrary(), operations => RunAsync(store, operations).GetAwaiter().GetResult()).Check(Seeded);
    }

    private static async Task<bool> RunAsync(IWorkspaceStore store, IEnumerable<(int Kind, int Target, int Value)> operations)
    {
        var model = new List<(string Id, string Title, string Data, long Version)>();
        foreach (var (kind, target, value) in operations)
        {
            var at = model.Count == 0 ? -1 : target % model.Count;
            if (kind == 0 || at < 0)
            {
                var created = await store.CreateAsync($"{value}", Json.Of($$"""{"v":{{value}}}"""));
                model.Insert(0, (created.Id, $"{value}", $$"""{"v":{{value}}}""", 1));
                continue;
            }

            var (id, title, data, version) = model[at];
            long? expected = value == 3 ? version + 1 : value == 2 ? version : null;
            var change = kind switch
            {
                1 => new WorkspaceChange { Title = $"t{value}" },
                2 => new WorkspaceChange { Data = Json.Of($$"""{"w":{{value}}}""") },
                3 => new WorkspaceChange { Title = $"b{value}", Data = Json.Of("{}") },
                4 => new WorkspaceChange(),
                _ => null,
            };
            try
            {
                if (change is null)
                {
                    await store.DeleteAsync(id, expected);
                    model.RemoveAt(at);
                }
                else
                {
                    await store.UpdateAsync(id, change, expected);
                    model[at] = (id, change.Title ?? title, change.Data?.GetRawText() ?? data, version + (kind == 4 ? 0 : 1));
                }

                if (value == 3)
                {
                    return false;
                }
            }
            catch (StoreException e) when (e.Kind == StoreErrorKind.VersionConflict && value == 3)
            {
                // What the model expects of a version nobody has: nothing changed.
            }
        }

        var listed = new List<Workspace>();
        string? cursor = null;
        do
        {
            var page = await store.ListAsync(4, cursor);
            listed.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        var same = listed.Select(w => (w.Id, w.Title, w.Data.GetRawText(), w.Version)).SequenceEqual(model);
        foreach (var left in listed)
        {
            await store.DeleteAsync(left.Id);
        }

        return same;
    }
}
