using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Xunit;

namespace MadLab.Persistence.Tests.Stores;

public sealed class MemorySettingStoreTests() : SettingStoreTests(StoreKind.Memory)
{
    [StoreFact]
    public async Task Status_Memory_AnswersAndForgets()
    {
        Host.Status.IsDatabase.Should().BeFalse();
        Host.Status.IsDurable.Should().BeFalse();
        await Host.Status.Invoking(s => s.CheckAsync()).Should().NotThrowAsync();
    }
}

public sealed class SqliteSettingStoreTests() : SettingStoreTests(StoreKind.Sqlite)
{
    [StoreFact]
    public async Task Status_File_AnswersAndLasts()
    {
        Host.Status.IsDatabase.Should().BeTrue();
        Host.Status.IsDurable.Should().BeTrue();
        await Host.Status.Invoking(s => s.CheckAsync()).Should().NotThrowAsync();
    }
}

public sealed class PostgreSqlSettingStoreTests() : SettingStoreTests(StoreKind.PostgreSql)
{
    [StoreFact]
    public async Task Status_Server_AnswersAndLasts()
    {
        Host.Status.IsDatabase.Should().BeTrue();
        Host.Status.IsDurable.Should().BeTrue();
        await Host.Status.Invoking(s => s.CheckAsync()).Should().NotThrowAsync();
    }
}

public abstract class SettingStoreTests(StoreKind kind) : StoreSuite(kind)
{
    [StoreFact]
    public async Task Preferences_NothingChosen_AreEmptyAtVersionZero()
    {
        (await Host.Preferences.GetAsync()).Should().Be(new VersionedPreferences(new Preferences(), 0));
    }

    [StoreFact]
    public async Task Preferences_Put_ReplacesWhole()
    {
        await Host.Preferences.PutAsync(new Preferences { StreamMode = "sse", PollingIntervalMs = 2000, CacheTtlMs = 1, CacheMaxEntries = 2 });

        var version = await Host.Preferences.PutAsync(new Preferences { PollingIntervalMs = 3000 }, expectedVersion: 1);

        version.Should().Be(2);
        (await Host.Preferences.GetAsync()).Should().Be(new VersionedPreferences(new Preferences { PollingIntervalMs = 3000 }, 2));
    }

    [StoreFact]
    public async Task Preferences_OtherVersion_Conflicts()
    {
        var early = () => Host.Preferences.PutAsync(new Preferences(), expectedVersion: 1);
        (await early.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.VersionConflict);

        await Host.Preferences.PutAsync(new Preferences { StreamMode = "sse" }, expectedVersion: 0);
        var late = () => Host.Preferences.PutAsync(new Preferences(), expectedVersion: 0);

        (await late.Should().ThrowAsync<StoreException>()).Which.Kind.Should().Be(StoreErrorKind.VersionConflict);
        (await Host.Preferences.GetAsync()).Preferences.StreamMode.Should().Be("sse");
    }

    [StoreFact]
    public async Task Preferences_32FirstWriters_AllCount()
    {
        await Task.WhenAll(Enumerable.Range(1, 32).Select(i => Task.Run(() => Host.Preferences.PutAsync(new Preferences { CacheTtlMs = i }))));

        (await Host.Preferences.GetAsync()).Version.Should().Be(32);
    }

    [StoreFact]
    public async Task OperatorSettings_SameName_KeepsTheLast()
    {
        await Host.OperatorSettings.PutAsync(new OperatorSetting("live-data", "false", "ann", Time.GetUtcNow()));
        await Host.OperatorSettings.PutAsync(new OperatorSetting("stream-mode", "sse", "bob", Time.GetUtcNow()));
        var last = new OperatorSetting("live-data", null, "eve", Time.GetUtcNow().AddMinutes(1));

        await Host.OperatorSettings.PutAsync(last);

        (await Host.OperatorSettings.ListAsync()).Should().Equal(last, new OperatorSetting("stream-mode", "sse", "bob", Time.GetUtcNow()));
    }

    [StoreFact]
    public async Task OperatorSettings_Replace_OnlyTheValueTheCallerKnows()
    {
        OperatorSetting Of(string value) => new("quota:acme", value, "madlab", Time.GetUtcNow());

        (await Host.OperatorSettings.TryReplaceAsync(Of("1"), "0")).Should().BeFalse("there is none");
        (await Host.OperatorSettings.TryReplaceAsync(Of("1"), null)).Should().BeTrue();
        (await Host.OperatorSettings.TryReplaceAsync(Of("2"), null)).Should().BeFalse("there is one");
        (await Host.OperatorSettings.TryReplaceAsync(Of("2"), "0")).Should().BeFalse("it has another value");
        (await Host.OperatorSettings.TryReplaceAsync(Of("2"), "1")).Should().BeTrue();

        (await Host.OperatorSettings.ListAsync()).Should().Equal(Of("2"));
    }

    [StoreFact]
    public async Task OperatorSettings_32WritersOfOneCount_NoneIsLost()
    {
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            string? known;
            do
            {
                known = (await Host.OperatorSettings.ListAsync()).SingleOrDefault()?.Value;
            }
            while (!await Host.OperatorSettings.TryReplaceAsync(
                new OperatorSetting("count", $"{int.Parse(known ?? "0", null) + 1}", "madlab", Time.GetUtcNow()), known));
        })));

        (await Host.OperatorSettings.ListAsync()).Single().Value.Should().Be("32");
    }
}
