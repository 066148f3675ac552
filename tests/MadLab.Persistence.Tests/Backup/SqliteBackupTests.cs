using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Backup;

public sealed class SqliteBackupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Copy => _folder.File("copy.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backup_RunningHost_IsOneSoundFileWithEverything()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        var workspace = await host.Workspaces.CreateAsync("Desk", Json.Of("""{"n":1}"""));

        var made = await host.Get<IMadLabBackup>().BackupAsync(Copy);

        made.File.Should().Be(Copy);
        made.Bytes.Should().Be(new FileInfo(Copy).Length);
        SqliteFile.Scalar<string>(Copy, "PRAGMA integrity_check").Should().Be("ok");
        SqliteFile.Scalar<string>(Copy, "SELECT id FROM madlab_workspaces").Should().Be(workspace.Id);
        Names().Should().BeEquivalentTo("copy.db", "store.db", "store.db-wal", "store.db-shm", "store.db.migrate.lock");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Copy).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Backup_OverAnEarlierOne_ReplacesItWhole()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        var backup = host.Get<IMadLabBackup>();
        await host.Workspaces.CreateAsync("1", Json.Of("{}"));
        await backup.BackupAsync(Copy);
        await host.Workspaces.CreateAsync("2", Json.Of("{}"));

        await backup.BackupAsync(Copy);

        SqliteFile.Scalar<long>(Copy, "SELECT COUNT(*) FROM madlab_workspaces").Should().Be(2);
    }

    [Fact]
    public async Task Backup_DatabaseInMemory_SaysWhatToDoInstead()
    {
        await using var host = await StoreHarness.SqliteAsync(":memory:");

        var backup = () => host.Get<IMadLabBackup>().BackupAsync(Copy);

        (await backup.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("export");
        Names().Should().BeEmpty();
    }

    [Theory]
    [InlineData("store.db")]
    [InlineData("store.db-wal")]
    [InlineData("link.db")]
    [InlineData("sub/../store.db")]
    public async Task Backup_OntoTheDatabaseItself_IsRefused(string name)
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        await host.Workspaces.CreateAsync("Desk", Json.Of("{}"));
        File.CreateSymbolicLink(_folder.File("link.db"), _folder.File());

        var backup = () => host.Get<IMadLabBackup>().BackupAsync(_folder.File(name));

        (await backup.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("the database itself");
        (await host.Workspaces.ListAsync(10)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task Backup_FolderThatIsNotThere_SaysSoAndLeavesNothing()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());

        var backup = () => host.Get<IMadLabBackup>().BackupAsync(_folder.File("missing/copy.db"));

        (await backup.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("missing");
    }

    [Fact]
    public async Task Backup_TargetIsAFolder_IsRefused()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());

        var backup = () => host.Get<IMadLabBackup>().BackupAsync(_folder.Path);

        (await backup.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("folder");
    }

    [Fact]
    public async Task Backup_DatabaseThatIsDamaged_KeepsTheEarlierBackup()
    {
        await using (var host = await StoreHarness.SqliteAsync(_folder.File()))
        {
            for (var i = 0; i < 50; i++)
            {
                await host.Workspaces.CreateAsync($"{i}", Json.Of($$"""{"x":"{{new string('x', 5_000)}}"}"""));
            }

            await host.Get<IMadLabBackup>().BackupAsync(Copy);
        }

        Damage.MiddleOf(_folder.File());
        var before = await File.ReadAllBytesAsync(Copy);
        await using var damaged = await StoreHarness.SqliteAsync(_folder.File());

        var backup = () => damaged.Get<IMadLabBackup>().BackupAsync(Copy);

        (await backup.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("damaged");
        (await File.ReadAllBytesAsync(Copy)).Should().Equal(before);
        Names().Should().NotContain(name => name.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backup_Cancelled_LeavesNothing()
    {
        await using var host = await StoreHarness.SqliteAsync(_folder.File());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var backup = () => host.Get<IMadLabBackup>().BackupAsync(Copy, cancelled.Token);

        await backup.Should().ThrowAsync<OperationCanceledException>();
        Names().Should().NotContain(name => name.StartsWith("copy.db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backup_HostsOwnContext_IsTheHostsBusiness()
    {
        await using var host = await StoreHarness.StartAsync(builder =>
        {
            builder.UseSqlite($"Data Source={_folder.File()}");
            builder.UseDbContext<MadLabDbContext>();
        });

        var backup = () => host.Get<IMadLabBackup>().BackupAsync(Copy);

        (await backup.Should().ThrowAsync<BackupException>()).Which.Message.Should().Contain("host's own");
    }

    private IEnumerable<string> Names() => Directory.GetFiles(_folder.Path).Select(f => Path.GetFileName(f)!);
}
