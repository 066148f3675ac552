using FluentAssertions;
using MadLab.Persistence.Database;
using MadLab.Persistence.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Plans;

/// <summary>
/// How an engine finds what the stores ask for: by index, and no more of it than a page. A derived class says how that engine explains a statement,
/// how rows get into it without the stores, and how much work a statement was to it.
/// </summary>
public abstract class StorePlanTests : IAsyncLifetime
{
    private const int PageSize = 50;
    private const int Few = 10_000;
    private const int Many = 100_000;

    private StoreHarness _host = null!;

    private protected RecordedQueries Queries { get; } = new();

    public async Task InitializeAsync()
    {
        _host = await StartAsync();
        _host.Services.GetRequiredService<DatabaseEngine>().Statements!.Executing = Queries.Record;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [StoreFact]
    public async Task Workspaces_AnyPage_IsAStretchOfTheIndexOfItsOwner()
    {
        await FillAsync(Few);
        var store = _host.Workspaces.OwnedBy("ann");
        var cursor = (await store.ListAsync(PageSize)).NextCursor;

        foreach (var from in new[] { null, cursor })
        {
            var queries = await Queries.OfAsync(() => store.ListAsync(PageSize, from));
            queries.Should().NotBeEmpty().And.AllSatisfy(query => AssertStretchOf("ix_madlab_workspaces_owner_seq", Explain(query)));
        }
    }

    [StoreFact]
    public async Task Workspaces_LargeDocuments_APageAsksForNoMoreThanFitIt()
    {
        var store = _host.Workspaces.OwnedBy("ann");
        var data = Json.Of($"[\"{new string('x', 1024 * 1024)}\"]");
        for (var i = 0; i < 20; i++)
        {
            await store.CreateAsync("t", data);
        }

        var queries = await Queries.OfAsync(() => store.ListAsync(1_000));

        // The sixteen of a page, and one to see whether there are more.
        queries.SelectMany(query => query.Parameters).Where(parameter => parameter.Name == "@take").Sum(parameter => (long)parameter.Value!).Should().Be(17);
    }

    [StoreFact]
    public async Task Workspaces_HundredThousandOfThem_APageIsTheWorkItWas()
    {
        await FillAsync(Few);
        var few = await WorkOfPagesAsync();
        await FillAsync(Many - Few);
        var many = await WorkOfPagesAsync();

        many.Should().Equal(few);
        (await _host.Workspaces.OwnedBy("ann").ListAsync(PageSize)).Items.Should().HaveCount(PageSize);
    }

    [StoreFact]
    public async Task EveryOperation_FindsItsRowsByIndex()
    {
        await FillAsync(Few);
        var (workspaces, templates, preferences) = (_host.Workspaces.OwnedBy("ann"), _host.Templates.OwnedBy("ann"), _host.Preferences.OwnedBy("ann"));
        var id = (await workspaces.ListAsync(1)).Items[0].Id;
        await templates.UpsertAsync(Json.Template());
        await preferences.PutAsync(new Preferences());
        var operations = new (string Name, Func<Task> Run)[]
        {
            ("workspaces.find", () => workspaces.FindAsync(id)),
            ("workspaces.update", () => workspaces.UpdateAsync(id, new WorkspaceChange { Title = "u" })),
            ("workspaces.update by version", () => workspaces.UpdateAsync(id, new WorkspaceChange { Title = "v" }, expectedVersion: 2)),
            ("workspaces.delete", () => workspaces.DeleteAsync(id)),
            ("templates.list", () => templates.ListAsync()),
            ("templates.find", () => templates.FindAsync("Desk")),
            ("templates.upsert", () => templates.UpsertAsync(Json.Template())),
            ("templates.delete", () => templates.DeleteAsync("Desk")),
            ("preferences.get", () => preferences.GetAsync()),
            ("preferences.put", () => preferences.PutAsync(new Preferences(), expectedVersion: 1)),
        };

        foreach (var (name, run) in operations)
        {
            var queries = await Queries.OfAsync(run);
            queries.Should().NotBeEmpty(name);
            foreach (var query in queries)
            {
                AssertByIndex(name, Explain(query));
            }
        }
    }

    private protected abstract Task<StoreHarness> StartAsync();

    /// <summary>Adds so many workspaces, every tenth of them <c>ann</c>'s, the rest <c>bob</c>'s.</summary>
    private protected abstract Task FillAsync(int workspaces);

    /// <summary>The lines of the statement's plan.</summary>
    private protected abstract IReadOnlyList<string> Explain(RecordedQuery query);

    /// <summary>How much work the statement is, in a measure that neither time nor other work touches.</summary>
    private protected abstract long WorkOf(RecordedQuery query);

    /// <summary>Asserts that the plan reads the index in its order, from a place in it, and sorts nothing.</summary>
    private protected abstract void AssertStretchOf(string index, IReadOnlyList<string> plan);

    /// <summary>Asserts that the plan goes through no table from end to end.</summary>
    private protected abstract void AssertByIndex(string operation, IReadOnlyList<string> plan);

    /// <summary>The first page, one from the middle and one near the end.</summary>
    private async Task<long[]> WorkOfPagesAsync()
    {
        var store = _host.Workspaces.OwnedBy("ann");
        var work = new List<long>();
        var newest = long.Parse((await store.ListAsync(1)).NextCursor!, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var cursor in new[] { null, $"{newest / 2}", $"{20 * PageSize}" })
        {
            work.Add((await Queries.OfAsync(() => store.ListAsync(PageSize, cursor))).Sum(WorkOf));
        }

        return [.. work];
    }
}
