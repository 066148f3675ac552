using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Stores;

public sealed class MemoryWorkspaceStoreTests() : WorkspaceStoreTests(StoreKind.Memory);

public sealed class SqliteWorkspaceStoreTests() : WorkspaceStoreTests(StoreKind.Sqlite);

public sealed class PostgreSqlWorkspaceStoreTests() : WorkspaceStoreTests(StoreKind.PostgreSql);

public abstract class WorkspaceStoreTests(StoreKind kind) : StoreSuite(kind)
{
    private IWorkspaceStore Store => Host.Workspaces;

    [StoreFact]
    public async Task CreateAsync_New_IsFoundAsWritten()
    {
        var created = await Store.CreateAsync("Morning", Json.Of("""{"a":[1,2]}"""));

        created.Version.Should().Be(1);
        created.CreatedAt.Should().Be(Time.GetUtcNow());
        created.UpdatedAt.Should().Be(created.CreatedAt);
        var found = await Store.FindAsync(created.Id);
        found.Should().BeEquivalentTo(created, options => options.Excluding(w => w.Data));
        found!.Data.GetRawText().Should().Be("""{"a":[1,2]}""");
    }

    [StoreTheory]
    [InlineData("""{"big":12345678901234567890.000100e+5}""")]
    [InlineData("""{"text":"\u00e9\ud83d\ude00 é","half":"\ud800"}""")]
    [InlineData("""{ "spaced" : [ 1 , 2 ] }""")]
    [InlineData("""{"twice":1,"twice":2,"<script>":"&"}""")]
    public async Task CreateAsync_AnyDocument_IsKeptVerbatim(string data)
    {
        var created = await Store.CreateAsync("t", Json.Of(data));

        (await Store.FindAsync(created.Id))!.Data.GetRawText().Should().Be(data);
    }

    [StoreFact]
    public async Task CreateAsync_ManyTimes_GivesIdsThatNobodyGuesses()
    {
        var ids = new HashSet<string>();
        for (var i = 0; i < 50; i++)
        {
            ids.Add((await Store.CreateAsync("t", Json.Of("{}"))).Id);
        }

        ids.Should().HaveCount(50).And.OnlyContain(id => id.Length == 32 && id.All(char.IsAsciiHexDigitLower));
    }

    [StoreFact]
    public async Task ListAsync_SameMillisecond_NewestFirst()
    {
        for (var i = 0; i < 5; i++)
        {
            await Store.CreateAsync($"{i}", Json.Of("{}"));
        }

        var page = await Store.ListAsync(100);

        page.Items.Select(w => w.Title).Should().Equal("4", "3", "2", "1", "0");
        page.NextCursor.Should().BeNull();
    }

    [StoreTheory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(51)]
    public async Task ListAsync_AnyLimit_YieldsAllInOrder(int limit)
    {
        const int Count = 50;
        for (var i = 0; i < Count; i++)
        {
            await Store.CreateAsync($"{i}", Json.Of("{}"));
        }

        var pages = new List<WorkspacePage> { await Store.ListAsync(limit) };
        while (pages[^1].NextCursor is { } cursor)
        {
            pages.Add(await Store.ListAsync(limit, cursor));
        }

        pages.SelectMany(page => page.Items).Select(w => w.Title).Should().Equal(Enumerable.Range(1, Count).Select(i => $"{Count - i}"));
        pages.Should().HaveCount((Count + limit - 1) / limit);
        pages.SkipLast(1).Select(page => page.Items.Count).Should().Equal(Enumerable.Repeat(limit, pages.Count - 1));
    }

    [StoreFact]
    public async Task ListAsync_LargeDocuments_EndsThePageAt16MiBOfUtf8()
    {
        // Two thirds of these bytes are no characters of their own.
        var data = Json.Of($"[\"{new string('€', 1024 * 1024 / 3)}\"]");
        for (var i = 0; i < 20; i++)
        {
            await Store.CreateAsync($"{i}", data);
        }

        var first = await Store.ListAsync(100);
        var second = await Store.ListAsync(100, first.NextCursor);

        first.Items.Should().HaveCount(16);
        second.Items.Should().HaveCount(4);
        second.NextCursor.Should().BeNull();
    }

    [StoreFact]
    public async Task ListAsync_ByPages_YieldsEachOnceWhileOthersComeAndGo()
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await Store.CreateAsync($"{i}", Json.Of("{}"))).Id);
        }

        var first = await Store.ListAsync(3);
        await Store.CreateAsync("later", Json.Of("{}"));
        await Store.DeleteAsync(ids[4]);
        var second = await Store.ListAsync(3, first.NextCursor);
        var third = await Store.ListAsync(3, second.NextCursor);

        first.Items.Concat(second.Items).Concat(third.Items).Select(w => w.Title).Should().Equal("6", "5", "4", "3", "2", "1", "0");
        third.NextCursor.Should().BeNull();
    }

    [StoreFact]
    public async Task ListAsync_LimitIsExactlyWhatIsLeft_HasNoCursor()
    {
        await Store.CreateAsync("1", Json.Of("{}"));
        await Store.CreateAsync("2", Json.Of("{}"));

        (await Store.ListAsync(2)).NextCursor.Should().BeNull();
    }

    [StoreFact]
    public async Task ListAsync_LargeDocuments_EndsThePageEarly()
    {
        var data = Json.Of($$"""{"text":"{{new string('x', 1024 * 1024)}}"}""");
        for (var i = 0; i < 18; i++)
        {
            await Store.CreateAsync($"{i}", data);
        }

        var first = await Store.ListAsync(100);
        var second = await Store.ListAsync(100, first.NextCursor);

        first.Items.Should().HaveCount(16);
        second.Items.Select(w => w.Title).Should().Equal("1", "0");
        second.NextCursor.Should().BeNull();
    }

    [StoreTheory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData(" 1")]
    public async Task ListAsync_ForeignCursor_Throws(string cursor)
    {
        var act = () => Store.ListAsync(10, cursor);

        await act.Should().ThrowAsync<FormatException>();
    }

    [StoreFact]
    public async Task UpdateAsync_OneMember_LeavesTheOther()
    {
        var created = await Store.CreateAsync("old", Json.Of("""{"n":1}"""));
        Time.Advance(TimeSpan.FromSeconds(5));

        var titled = await Store.UpdateAsync(created.Id, new WorkspaceChange { Title = "new" });
        var both = await Store.UpdateAsync(created.Id, new WorkspaceChange { Data = Json.Of("""{"n":2}""") });

        titled!.Data.GetRawText().Should().Be("""{"n":1}""");
        both!.Title.Should().Be("new");
        both.Version.Should().Be(3);
        both.CreatedAt.Should().Be(created.CreatedAt);
        both.UpdatedAt.Should().Be(Time.GetUtcNow());
        (await Store.FindAsync(created.Id)).Should().BeEquivalentTo(both, options => options.Excluding(w => w.Data));
    }

    [StoreFact]
    public async Task UpdateAsync_NothingGiven_LeavesTheVersion()
    {
        var created = await Store.CreateAsync("t", Json.Of("{}"));

        var same = await Store.UpdateAsync(created.Id, new WorkspaceChange());

        same!.Version.Should().Be(1);
    }

    [StoreFact]
    public async Task UpdateAsync_OtherVersion_ConflictsAndChangesNothing()
    {
        var created = await Store.CreateAsync("old", Json.Of("{}"));
        await Store.UpdateAsync(created.Id, new WorkspaceChange { Title = "theirs" }, expectedVersion: 1);

        var act = () => Store.UpdateAsync(created.Id, new WorkspaceChange { Title = "mine" }, expectedVersion: 1);

        (await act.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.VersionConflict);
        (await Store.FindAsync(created.Id))!.Title.Should().Be("theirs");
    }

    [StoreFact]
    public async Task DeleteAsync_OtherVersion_ConflictsAndKeeps()
    {
        var created = await Store.CreateAsync("t", Json.Of("{}"));

        var act = () => Store.DeleteAsync(created.Id, expectedVersion: 7);

        (await act.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.VersionConflict);
        (await Store.FindAsync(created.Id)).Should().NotBeNull();
    }

    [StoreFact]
    public async Task DeleteAsync_Present_IsGoneAndASecondDeleteFindsNothing()
    {
        var created = await Store.CreateAsync("t", Json.Of("{}"));

        (await Store.DeleteAsync(created.Id, expectedVersion: 1)).Should().BeTrue();

        (await Store.DeleteAsync(created.Id)).Should().BeFalse();
        (await Store.DeleteAsync(created.Id, expectedVersion: 1)).Should().BeFalse();
        (await Store.FindAsync(created.Id)).Should().BeNull();
        (await Store.ListAsync(10)).Items.Should().BeEmpty();
    }

    [StoreTheory]
    [InlineData("")]
    [InlineData("nope")]
    [InlineData("a\0b")]
    [InlineData("' OR 1=1 --")]
    [InlineData("../../etc/passwd")]
    [InlineData("\ud800")]
    public async Task EveryCall_IdNobodyHas_FindsNothing(string id)
    {
        await Store.CreateAsync("t", Json.Of("{}"));

        (await Store.FindAsync(id)).Should().BeNull();
        (await Store.UpdateAsync(id, new WorkspaceChange { Title = "x" })).Should().BeNull();
        (await Store.UpdateAsync(id, new WorkspaceChange { Title = "x" }, expectedVersion: 1)).Should().BeNull();
        (await Store.DeleteAsync(id)).Should().BeFalse();
        (await Store.FindAsync(new string('x', 10_000))).Should().BeNull();
    }

    [StoreFact]
    public async Task UpdateAsync_32WritersOfDifferentMembers_EveryWriteAppliesWhole()
    {
        var created = await Store.CreateAsync("0", Json.Of("""{"n":0}"""));

        await Task.WhenAll(Enumerable.Range(1, 32).Select(i => Task.Run(async () =>
        {
            for (var round = 0; round < 4; round++)
            {
                await Store.UpdateAsync(created.Id, i % 2 == 0
                    ? new WorkspaceChange { Title = $"{i}" }
                    : new WorkspaceChange { Data = Json.Of($$"""{"n":{{i}}}""") });
            }
        })));

        var final = await Store.FindAsync(created.Id);
        final!.Version.Should().Be(1 + (32 * 4));
        (int.Parse(final.Title, System.Globalization.CultureInfo.InvariantCulture) % 2).Should().Be(0);
        final.Title.Should().NotBe("0");
        (final.Data.GetProperty("n").GetInt32() % 2).Should().Be(1);
    }

    [StoreFact]
    public async Task UpdateAsync_32WritersOfOneVersion_NoneIsLost()
    {
        var created = await Store.CreateAsync("counter", Json.Of("""{"n":0}"""));

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var read = await Store.FindAsync(created.Id);
                var next = Json.Of($$"""{"n":{{read!.Data.GetProperty("n").GetInt32() + 1}}}""");
                try
                {
                    await Store.UpdateAsync(created.Id, new WorkspaceChange { Data = next }, read.Version);
                    return;
                }
                catch (StoreException e) when (e.Kind == StoreErrorKind.VersionConflict)
                {
                    // Read again and decide, as the message says.
                }
            }
        })));

        var final = await Store.FindAsync(created.Id);
        final!.Data.GetProperty("n").GetInt32().Should().Be(32);
        final.Version.Should().Be(33);
    }

    [StoreFact]
    public async Task CreateAsync_32WritersAtOnce_AllAreListedOnce()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 32 * 8).Select(i => Task.Run(() => Store.CreateAsync($"{i}", Json.Of("{}")))));

        var page = await Store.ListAsync(1000);

        page.Items.Select(w => w.Id).Should().BeEquivalentTo(created.Select(w => w.Id)).And.OnlyHaveUniqueItems();
    }

    [StoreFact]
    public async Task CreateAsync_Cancelled_WritesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        // A store in memory has nothing to cancel: then the write stays, as it was answered.
        var answered = false;
        try
        {
            await Store.CreateAsync("t", Json.Of("{}"), cancelled.Token);
            answered = true;
        }
        catch (OperationCanceledException)
        {
            answered = false;
        }

        (await Store.ListAsync(10)).Items.Should().HaveCount(answered ? 1 : 0);
    }
}
