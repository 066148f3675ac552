using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Ownership;

public sealed class MemoryOwnedStoreTests() : OwnedStoreTests(sqlite: false);

public sealed class SqliteOwnedStoreTests() : OwnedStoreTests(sqlite: true);

public abstract class OwnedStoreTests(bool sqlite) : StoreSuite(sqlite)
{
    [Fact]
    public async Task Workspaces_OfAnother_AreNotThere()
    {
        var (ann, bob) = (Host.Workspaces.OwnedBy("ann"), Host.Workspaces.OwnedBy("bob"));
        var created = await ann.CreateAsync("Desk", Json.Of("""{"n":1}"""));

        foreach (var other in new[] { bob, Host.Workspaces, ann.OwnedBy("ANN") })
        {
            (await other.FindAsync(created.Id)).Should().BeNull();
            (await other.UpdateAsync(created.Id, new WorkspaceChange { Title = "taken" })).Should().BeNull();
            (await other.UpdateAsync(created.Id, new WorkspaceChange { Title = "taken" }, created.Version)).Should().BeNull();
            (await other.UpdateAsync(created.Id, new WorkspaceChange(), expectedVersion: 7)).Should().BeNull();
            (await other.DeleteAsync(created.Id)).Should().BeFalse();
            (await other.DeleteAsync(created.Id, created.Version)).Should().BeFalse();
            (await other.ListAsync(10)).Items.Should().BeEmpty();
        }

        (await ann.FindAsync(created.Id)).Should().BeEquivalentTo(created, options => options.Excluding(w => w.Data));
        (await bob.OwnedBy("ann").ListAsync(10)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task Workspaces_OwnersInTurn_PagesHaveOnlyOnesOwn()
    {
        var (ann, bob) = (Host.Workspaces.OwnedBy("ann"), Host.Workspaces.OwnedBy("bob"));
        for (var i = 0; i < 5; i++)
        {
            await ann.CreateAsync($"a{i}", Json.Of("{}"));
            await bob.CreateAsync($"b{i}", Json.Of("{}"));
            await Host.Workspaces.CreateAsync($"s{i}", Json.Of("{}"));
        }

        var first = await ann.ListAsync(3);
        var second = await ann.ListAsync(3, first.NextCursor);
        var others = await bob.ListAsync(3, first.NextCursor);

        first.Items.Concat(second.Items).Select(w => w.Title).Should().Equal("a4", "a3", "a2", "a1", "a0");
        second.NextCursor.Should().BeNull();
        others.Items.Select(w => w.Title).Should().OnlyContain(title => title.StartsWith('b'), "another's cursor is a place in the order and no key");
    }

    [Fact]
    public async Task Templates_OneNameOfTwoOwners_AreTwo()
    {
        var (ann, bob) = (Host.Templates.OwnedBy("ann"), Host.Templates.OwnedBy("bob"));
        var first = await ann.UpsertAsync(Json.Template(title: "Ann's"));
        var second = await bob.UpsertAsync(Json.Template(title: "Bob's"), expectedVersion: 0);

        second.Id.Should().NotBe(first.Id);
        second.Version.Should().Be(1);
        (await ann.FindAsync("Desk"))!.Title.Should().Be("Ann's");
        (await bob.ListAsync()).Should().ContainSingle().Which.Title.Should().Be("Bob's");
        (await Host.Templates.FindAsync("Desk")).Should().BeNull();
        (await Host.Templates.DeleteAsync("Desk")).Should().BeFalse();
        (await bob.DeleteAsync("Desk", expectedVersion: 1)).Should().BeTrue();
        (await ann.FindAsync("Desk"))!.Version.Should().Be(1);
    }

    [Fact]
    public async Task Preferences_OfTwoOwners_DoNotMeet()
    {
        var (ann, bob) = (Host.Preferences.OwnedBy("ann"), Host.Preferences.OwnedBy("bob"));
        await ann.PutAsync(new Preferences { StreamMode = "sse" });
        await ann.PutAsync(new Preferences { StreamMode = "polling" }, expectedVersion: 1);

        (await bob.GetAsync()).Should().Be(new VersionedPreferences(new Preferences(), 0));
        (await bob.PutAsync(new Preferences { StreamMode = "auto" }, expectedVersion: 0)).Should().Be(1);
        (await Host.Preferences.GetAsync()).Version.Should().Be(0);
        (await ann.GetAsync()).Should().Be(new VersionedPreferences(new Preferences { StreamMode = "polling" }, 2));
    }

    [Fact]
    public async Task OwnedBy_LongestOwner_IsKeptWhole()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", 100));
        await Host.Workspaces.OwnedBy(longest).CreateAsync("t", Json.Of("{}"));

        (await Host.Workspaces.OwnedBy(longest).ListAsync(10)).Items.Should().ContainSingle();
        (await Host.Workspaces.OwnedBy(longest[..^2]).ListAsync(10)).Items.Should().BeEmpty();
    }

    [Fact]
    public void OwnedBy_WhatCannotBeAnOwner_IsRefused()
    {
        // Not an attribute's: half of a pair does not survive the compiler's UTF-8 there.
        foreach (var owner in new[] { null, "a\0b", "\ud800", "\udc00x", "x\ud83d", new string('x', 201) })
        {
            foreach (var act in new Action[]
            {
                () => Host.Workspaces.OwnedBy(owner!), () => Host.Templates.OwnedBy(owner!), () => Host.Preferences.OwnedBy(owner!),
            })
            {
                act.Should().Throw<ArgumentException>().Which.Message.Should().NotContain("xxx");
            }
        }
    }
}
