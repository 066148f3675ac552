using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Stores;

public sealed class MemoryTemplateStoreTests() : TemplateStoreTests(StoreKind.Memory);

public sealed class SqliteTemplateStoreTests() : TemplateStoreTests(StoreKind.Sqlite);

public sealed class PostgreSqlTemplateStoreTests() : TemplateStoreTests(StoreKind.PostgreSql);

public abstract class TemplateStoreTests(StoreKind kind) : StoreSuite(kind)
{
    private ITemplateStore Store => Host.Templates;

    [StoreFact]
    public async Task UpsertAsync_New_IsFoundAsWritten()
    {
        var draft = Json.Template();

        var created = await Store.UpsertAsync(draft);

        created.Version.Should().Be(1);
        created.CreatedAt.Should().Be(Time.GetUtcNow());
        var found = await Store.FindAsync("Desk");
        found!.Id.Should().Be(created.Id);
        found.Kind.Should().Be("charting");
        found.Title.Should().Be("My desk");
        found.Widgets.Should().BeEquivalentTo(draft.Widgets, options => options.Excluding(w => w.Props));
        found.Widgets[0].Props!.Value.GetRawText().Should().Be("""{"symbol":"AAPL","range":"6M"}""");
        found.Widgets[1].Props.Should().BeNull();
        found.Widgets[1].Layout.I.Should().BeNull();
    }

    [StoreFact]
    public async Task UpsertAsync_SameName_ReplacesWholeAndKeepsItsPlace()
    {
        var first = await Store.UpsertAsync(Json.Template());
        await Store.UpsertAsync(Json.Template("Other"));
        Time.Advance(TimeSpan.FromMinutes(1));

        var second = await Store.UpsertAsync(new TemplateDraft { Name = "Desk", Kind = "k", Title = "t" });

        second.Id.Should().Be(first.Id);
        second.Version.Should().Be(2);
        second.Widgets.Should().BeEmpty();
        second.CreatedAt.Should().Be(first.CreatedAt);
        second.UpdatedAt.Should().Be(Time.GetUtcNow());
        (await Store.ListAsync()).Select(t => t.Name).Should().Equal("Other", "Desk");
    }

    [StoreFact]
    public async Task FindAsync_NamesThatDifferInCaseOnly_AreTwo()
    {
        await Store.UpsertAsync(Json.Template("desk", "lower"));
        await Store.UpsertAsync(Json.Template("Desk", "upper"));

        (await Store.FindAsync("desk"))!.Title.Should().Be("lower");
        (await Store.FindAsync("DESK")).Should().BeNull();
    }

    [StoreTheory]
    [InlineData(1L)]
    [InlineData(-1L)]
    public async Task UpsertAsync_VersionOfAMissingOne_Conflicts(long version)
    {
        var act = () => Store.UpsertAsync(Json.Template(), version);

        (await act.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.VersionConflict);
        (await Store.ListAsync()).Should().BeEmpty();
    }

    [StoreFact]
    public async Task UpsertAsync_VersionZero_CreatesButNeverReplaces()
    {
        await Store.UpsertAsync(Json.Template(), expectedVersion: 0);

        var act = () => Store.UpsertAsync(Json.Template(title: "mine"), expectedVersion: 0);

        (await act.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.VersionConflict);
        (await Store.FindAsync("Desk"))!.Title.Should().Be("My desk");
    }

    [StoreFact]
    public async Task UpsertAsync_32WritersOfOneNewName_MakeOneTemplate()
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => Store.UpsertAsync(Json.Template(title: $"{i}")))));

        var only = (await Store.ListAsync()).Should().ContainSingle().Which;
        only.Version.Should().Be(32);
    }

    [StoreFact]
    public async Task DeleteAsync_ByVersion_OnlyTheOneRead()
    {
        await Store.UpsertAsync(Json.Template());
        await Store.UpsertAsync(Json.Template());

        var act = () => Store.DeleteAsync("Desk", expectedVersion: 1);

        (await act.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.VersionConflict);
        (await Store.DeleteAsync("Desk", expectedVersion: 2)).Should().BeTrue();
        (await Store.DeleteAsync("Desk")).Should().BeFalse();
        (await Store.DeleteAsync("a\0b")).Should().BeFalse();
        (await Store.FindAsync("Desk")).Should().BeNull();
    }
}
