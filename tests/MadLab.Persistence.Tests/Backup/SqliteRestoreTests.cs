using FluentAssertions;
using MadLab.Persistence.Sqlite.Engine;
using MadLab.Persistence.Tests.Support;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Backup;

public sealed class SqliteRestoreTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    private string Copy => _folder.File("copy.db");

    public async Task InitializeAsync()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        await host.Workspaces.CreateAsync("backed up", Json.Of("{}"));
        await host.Get<IMadLabBackup>().BackupAsync(Copy);
        await host.Workspaces.CreateAsync("later", Json.Of("{}"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_StoppedHost_PutsTheBackupInPlaceAndKeepsTheOther()
    {
        var kept = await RestoreAsync();

        kept.Should().StartWith(_folder.File("store.db.before-restore-"));
        SqliteFile.Scalar<long>(kept!, "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(2);
        Names().Should().BeEquivalentTo("copy.db", "store.db", "store.db.migrate.lock", Path.GetFileName(kept));
        (await TitlesAsync()).Should().Equal("backed up");
        SqliteFile.Scalar<string>(_folder.File(), "PRAGMA journal_mode").Should().Be("wal");
    }

    [Fact]
    public async Task Restore_TwiceInOneSecond_KeepsBoth()
    {
        var time = new ManualTimeProvider();

        var first = await RestoreAsync(time: time);
        var second = await RestoreAsync(time: time);

        second.Should().NotBe(first);
        SqliteFile.Scalar<long>(first!, "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(2);
        SqliteFile.Scalar<long>(second!, "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(1);
    }

    [Fact]
    public async Task Restore_DatabaseOfAnotherUserAndMode_KeepsBoth()
    {
        if (!OperatingSystem.IsLinux())
        {
            // Elsewhere the replacing call keeps the access itself, or there is no owner to ask for.
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(_folder.File(), Mode);
        File.Delete(_folder.File("store.db.migrate.lock"));

        // Given away where the tests run as root; as anybody else there is but one owner.
        var isGiven = FileOwner.TryGive(_folder.File(), 12_345, 54_321);
        var owner = FileOwner.Of(_folder.File());

        await RestoreAsync();

        File.GetUnixFileMode(_folder.File()).Should().Be(Mode);
        FileOwner.Of(_folder.File()).Should().Be(owner);
        FileOwner.Of(_folder.File("store.db.migrate.lock")).Should().Be(owner);
        (owner == (12_345u, 54_321u)).Should().Be(isGiven);
    }

    [Fact]
    public async Task Restore_NothingThere_MakesTheDatabaseAndItsFolder()
    {
        var file = _folder.File(Path.Combine("new", "store.db"));

        (await RestoreAsync(file)).Should().BeNull();

        SqliteFile.Scalar<string>(file, "SELECT title FROM madlab_workspaces").Should().Be("backed up");
    }

    [Fact]
    public async Task Restore_RunningHost_IsRefusedAndChangesNothing()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        await host.Workspaces.CreateAsync("running", Json.Of("{}"));

        var restore = () => RestoreAsync();

        (await restore.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("a host has it open");
        (await host.Workspaces.ListAsync(10)).Items.Should().HaveCount(3);
        Names().Should().NotContain(name => name.Contains("partial", StringComparison.Ordinal) || name.Contains("before-restore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restore_RunningHostAndForce_IsServedFromThereAtOnce()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        await host.Workspaces.CreateAsync("running", Json.Of("{}"));

        await RestoreAsync(force: true);

        (await host.Workspaces.ListAsync(10)).Items.Select(w => w.Title).Should().Equal("backed up");
        (await host.Workspaces.CreateAsync("after", Json.Of("{}"))).Version.Should().Be(1);
        SqliteFile.Scalar<string>(_folder.File(), "PRAGMA integrity_check").Should().Be("ok");
        SqliteFile.Scalar<long>(_folder.File(), "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(2);
    }

    [Fact]
    public async Task Restore_DatabaseIsDamaged_NeedsForce()
    {
        Damage.HeadOf(_folder.File());
        var restore = () => RestoreAsync();

        (await restore.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("--force");
        await RestoreAsync(force: true);

        (await TitlesAsync()).Should().Equal("backed up");
    }

    [Fact]
    public async Task Restore_BackupIsDamaged_IsRefusedEvenWithForce()
    {
        Damage.HeadOf(Copy);
        var before = await File.ReadAllBytesAsync(_folder.File());

        var restore = () => RestoreAsync(force: true);

        (await restore.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("damaged");
        (await File.ReadAllBytesAsync(_folder.File())).Should().Equal(before);
    }

    [Fact]
    public async Task Restore_DatabaseOfSomebodyElse_IsRefused()
    {
        File.Delete(Copy);
        SqliteFile.Execute(Copy, "CREATE TABLE other (x)");

        var restore = () => RestoreAsync();

        (await restore.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("no tables of MadLab");
        (await TitlesAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Restore_NoSuchBackup_SaysSo()
    {
        File.Delete(Copy);

        var restore = () => RestoreAsync();

        (await restore.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("There is no backup");
    }

    [Fact]
    public async Task Restore_WriterThatWaitedForTheLock_IsRefusedAndNotAnsweredFromTheOldFile()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        await host.Workspaces.CreateAsync("running", Json.Of("{}"));
        using var other = SqliteFile.Open(_folder.File());
        other.Execute("BEGIN IMMEDIATE");

        // Has its connection, and so has looked at the file, before the file is replaced.
        var waiting = Task.Run(() => host.Workspaces.CreateAsync("waited", Json.Of("{}")));
        await RestoreAsync(force: true);
        other.Execute("ROLLBACK");

        // Whichever way the race went: in the file that has the name, or refused.
        var answered = await waiting.ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default);
        SqliteFile.Scalar<long>(_folder.File(), "SELECT COUNT(*) FROM madlab_workspaces WHERE title = 'waited'").Should().Be(answered ? 1 : 0);
    }

    private async Task<string?> RestoreAsync(string? file = null, bool force = false, TimeProvider? time = null)
    {
        // As the verb does: services without a started host.
        var services = new ServiceCollection();
        services.AddSingleton(time ?? TimeProvider.System);
        new MadLab.Http.MadLabBuilder(services).UseSqlite($"Data Source={file ?? _folder.File()}", o => o.BusyTimeout = TimeSpan.FromMilliseconds(200));
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<IMadLabBackup>().RestoreAsync(Copy, force);
    }

    private async Task<IEnumerable<string>> TitlesAsync()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        return (await host.Workspaces.ListAsync(10)).Items.Select(w => w.Title).ToList();
    }

    private IEnumerable<string> Names() => Directory.GetFiles(_folder.Path).Select(f => Path.GetFileName(f)!);
}
