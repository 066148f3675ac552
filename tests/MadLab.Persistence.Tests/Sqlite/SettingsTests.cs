using FluentAssertions;
using MadLab.Http;
using MadLab.Persistence.Sqlite;
using MadLab.Persistence.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace MadLab.Persistence.Tests.Sqlite;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Mode=ReadWrite")]
    [InlineData("Data Source=file:store.db?mode=ro")]
    [InlineData("Data Source=store.db;Nonsense=1")]
    public void UseSqlite_ConnectionStringThatNamesNoFile_IsRefusedAtOnce(string connectionString)
    {
        var act = () => new MadLabBuilder(new ServiceCollection()).UseSqlite(connectionString);

        act.Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("BusyTimeout", "soon")]
    [InlineData("BusyTimeout", "00:10:00")]
    [InlineData("MigrationTimeout", "0")]
    [InlineData("MigrateAtStart", "maybe")]
    public async Task Start_BadSetting_FailsAndNamesIt(string key, string value)
    {
        using var folder = new TempFolder();

        var act = () => StoreHarness.StartAsync(
            builder => builder.UseSqlite($"Data Source={folder.File()}"), settings: ($"MadLab:Persistence:{key}", value));

        (await act.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain($"MadLab:Persistence:{key}");
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("FALSE", false)]
    [InlineData("0", false)]
    [InlineData("True", true)]
    [InlineData("1", true)]
    public async Task Start_Boolean_IsReadInEveryForm(string text, bool value)
    {
        using var folder = new TempFolder();

        await using var host = await StoreHarness.StartAsync(
            builder => builder.UseSqlite($"Data Source={folder.File()}"), settings: ("MadLab:Persistence:MigrateAtStart", text));

        host.Get<IOptions<SqliteStoreOptions>>().Value.MigrateAtStart.Should().Be(value);
    }

    [Fact]
    public async Task Start_Settings_ComeFromTheConfigurationAndThenFromCode()
    {
        using var folder = new TempFolder();

        await using var host = await StoreHarness.StartAsync(
            builder => builder.UseSqlite($"Data Source={folder.File()}", o => o.BusyTimeout = TimeSpan.FromSeconds(2)),
            settings: [("MadLab:Persistence:BusyTimeout", "00:00:09"), ("MadLab:Persistence:MigrationTimeout", "00:01:00")]);

        var options = host.Get<IOptions<SqliteStoreOptions>>().Value;
        options.BusyTimeout.Should().Be(TimeSpan.FromSeconds(2));
        options.MigrationTimeout.Should().Be(TimeSpan.FromMinutes(1));
        options.MigrateAtStart.Should().BeTrue();
    }
}
