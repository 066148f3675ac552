using System.Net;
using FluentAssertions;
using MadLab.Persistence.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Persistence.Tests.Durability;

/// <summary>A disk that is full or read-only takes the store down and nothing else, and gives it back without a restart of the host.</summary>
public sealed class FaultyDiskTests
{
    [Fact]
    public async Task Running_DiskIsFull_LosesTheStoreAloneUntilThereIsRoom()
    {
        // Where nobody may mount a disk the engine's own limit on pages stands in for one.
        using var disk = SmallDisk.IsPossible ? SmallDisk.Mount("1m") : null;
        using var folder = new TempFolder();
        await using var host = await WholeHost.StartAsync(disk?.File() ?? folder.File());
        (await host.WriteAsync()).Status.Should().Be(HttpStatusCode.OK);

        await FillAsync(host, disk);
        await host.ShouldOnlyLoseItsStoreAsync("full");
        (await host.AskAsync(HttpMethod.Get, "/api/workspaces")).Status.Should().Be(HttpStatusCode.OK, "what is there can be read");
        await host.ShouldOnlyLoseItsStoreAsync("full");

        Empty(host, disk);
        await host.ShouldBeWellAsync();
        SqliteFile.Scalar<string>(disk?.File() ?? folder.File(), "PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task Running_DatabaseTurnsReadOnly_LosesTheStoreAloneUntilItIsNot()
    {
        using var folder = new TempFolder();
        await using var host = await WholeHost.StartAsync(folder.File());
        (await host.WriteAsync()).Status.Should().Be(HttpStatusCode.OK);

        await ExecuteAsync(host, "PRAGMA query_only = 1");
        await host.ShouldOnlyLoseItsStoreAsync("read-only");
        (await host.AskAsync(HttpMethod.Get, "/api/workspaces")).Status.Should().Be(HttpStatusCode.OK, "what is there can be read");

        ForgetConnections(host);
        await host.ShouldBeWellAsync();
    }

    [Fact]
    public async Task Start_DiskIsReadOnly_RunsWithoutItsStoreUntilItIsNot()
    {
        using var folder = new TempFolder();
        await using (await StoreHarness.SqliteAsync(folder.File()))
        {
        }

        // A user who is not root, and cannot mount anything, is held up by the files' own modes, which root is not.
        using var disk = SmallDisk.IsPossible ? SmallDisk.Show(folder.Path) : null;
        SetReadOnly(folder, disk, isReadOnly: true);
        await using var host = await WholeHost.StartAsync(disk?.File() ?? folder.File());
        await host.ShouldOnlyLoseItsStoreAsync("database");

        SetReadOnly(folder, disk, isReadOnly: false);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.ShouldBeWellAsync();
    }

    [Fact]
    public async Task Backup_DiskIsFull_FailsAndLeavesNothing()
    {
        using var folder = new TempFolder();
        using var disk = SmallDisk.IsPossible ? SmallDisk.Mount("256k") : null;
        await using var host = await StoreHarness.SqliteAsync(folder.File());
        for (var i = 0; i < 5; i++)
        {
            await host.Workspaces.CreateAsync("t", Json.Of($$"""{"x":"{{new string('x', 100_000)}}"}"""));
        }

        var target = disk?.File("copy.db") ?? "/dev/full/copy.db";
        var backup = () => host.Get<IMadLabBackup>().BackupAsync(target);

        await backup.Should().ThrowAsync<BackupException>();
        (await host.Workspaces.CreateAsync("t", Json.Of("{}"))).Version.Should().Be(1);
        if (disk is not null)
        {
            Directory.GetFiles(disk.Path).Should().BeEmpty();
        }
    }

    private static void SetReadOnly(TempFolder folder, SmallDisk? disk, bool isReadOnly)
    {
        if (disk is not null)
        {
            disk.SetReadOnly(isReadOnly);
        }
        else if (!OperatingSystem.IsWindows())
        {
            var write = isReadOnly ? UnixFileMode.None : UnixFileMode.UserWrite;
            File.SetUnixFileMode(folder.File(), UnixFileMode.UserRead | write);
            File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute | write);
        }
    }

    private static async Task FillAsync(WholeHost host, SmallDisk? disk)
    {
        if (disk is null)
        {
            await ExecuteAsync(host, "PRAGMA max_page_count = 1");
            return;
        }

        await using var filler = new FileStream(disk.File("filler"), FileMode.Create);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                await filler.WriteAsync(block);
                await filler.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Full, as it should be.
        }
    }

    private static void Empty(WholeHost host, SmallDisk? disk)
    {
        if (disk is null)
        {
            ForgetConnections(host);
        }
        else
        {
            File.Delete(disk.File("filler"));
        }
    }

    /// <summary>On the pooled connection, which the next call of the store takes.</summary>
    private static async Task ExecuteAsync(WholeHost host, string sql)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MadLabDbContext>().Database.ExecuteSqlRawAsync(sql);
    }

    /// <summary>Closes the pooled connections, and with them what was set on them, those in use included.</summary>
    private static void ForgetConnections(WholeHost host)
    {
        using var scope = host.Services.CreateScope();
        SqliteConnection.ClearPool((SqliteConnection)scope.ServiceProvider.GetRequiredService<MadLabDbContext>().Database.GetDbConnection());
    }
}
