using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class BackupVerbTests : IDisposable
{
    private static readonly Dictionary<string, string?> Environment = new() { ["DATABASE_URL"] = "file:./dev.db" };

    private readonly ContentFolder _folder = new();

    private string Copy => _folder.Of("copy.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task BackupAndRestore_OfARunningService_BringBackWhatWasThere()
    {
        HostExit backup, refused;
        await using (var host = await HostProcess.StartAsync(Environment, _folder))
        {
            (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"kept","data":{}}""")).ShouldBeJson();
            backup = await RunAsync("backup", Copy);
            (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"later","data":{}}""")).ShouldBeJson();
            refused = await RunAsync("restore", Copy, "--MadLab:Persistence:BusyTimeout", "00:00:00.200");
            await host.StopAsync();
        }

        var restore = await RunAsync("restore", Copy);

        backup.Code.Should().Be(0, backup.Error);
        backup.Output.TrimEnd('\n').Should().StartWith("Backed up to ").And.Contain(Copy).And.NotContain("\n");
        refused.Code.Should().Be(1, refused.Output);
        refused.Error.TrimEnd('\n').Should().StartWith("MadLab failed: ").And.Contain("a host has it open").And.NotContain("\n");
        restore.Code.Should().Be(0, restore.Error);
        restore.Output.Should().StartWith("Restored ").And.Contain("before-restore");
        await using var again = await HostProcess.StartAsync(Environment, _folder);
        var workspaces = (await again.Client.AskAsync("/api/workspaces")).ShouldBeJson().GetProperty("workspaces");
        workspaces.EnumerateArray().Select(w => w.GetProperty("title").GetString()).Should().Equal("kept");
    }

    [Fact]
    public async Task Backup_NoDatabaseYet_FailsWithOneLineAndMakesNone()
    {
        var exit = await RunAsync("backup", Copy);

        exit.Code.Should().Be(1, exit.Output);
        exit.Error.TrimEnd('\n').Should().StartWith("MadLab failed: ").And.NotContain("\n");
        Directory.GetFiles(_folder.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("export")]
    [InlineData("import")]
    public async Task Verb_WithoutItsFile_SaysHowItIsUsed(string verb)
    {
        var exit = await RunAsync(verb);

        exit.Code.Should().Be(2, exit.Output);
        exit.Error.TrimEnd('\n').Should().StartWith("MadLab cannot start: ").And.Contain(verb + " FILE").And.NotContain("\n");
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("export")]
    public async Task Verb_MemoryMode_SaysWhatToDoInstead(string verb)
    {
        var exit = await VerbRun.RunAsync(new Dictionary<string, string?> { ["NEXT_PUBLIC_DB_MODE"] = "memory" }, _folder, verb, Copy);

        exit.Code.Should().Be(2, exit.Output);
        exit.Error.Should().Contain("import URL");
    }

    [Fact]
    public async Task Serve_WithASchedule_BacksUpAndSaysWhenInHealthAndMetrics()
    {
        await using var host = await HostProcess.StartAsync(Environment, _folder, "--MadLab:Persistence:Backup:Every", "1.00:00:00", "--MadLab:Persistence:Backup:Folder", "backups");

        var health = await Eventually.AskAsync(
            async () => (await host.Client.AskAsync("/api/health")).ShouldBeJson(),
            health => health.TryGetProperty("backup", out var backup) && backup.TryGetProperty("lastSuccess", out _));

        health.GetProperty("backup").GetProperty("status").GetString().Should().Be("ok");
        Directory.GetFiles(_folder.Of("backups"), "madlab-*.db").Should().ContainSingle();
        (await host.Client.GetStringAsync("/api/metrics?format=prometheus")).Should().MatchRegex(@"madlab_backup_last_success_timestamp_seconds 1[0-9]{9}");
    }

    private Task<HostExit> RunAsync(params string[] args) => VerbRun.RunAsync(Environment, _folder, args);
}
