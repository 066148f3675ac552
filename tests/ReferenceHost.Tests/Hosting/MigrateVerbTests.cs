using FluentAssertions;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

public sealed class MigrateVerbTests
{
    [Fact]
    public async Task Migrate_NewDatabase_AppliesAndThenHasNothingToDo()
    {
        using var folder = new ContentFolder();
        var environment = new Dictionary<string, string?> { ["DATABASE_URL"] = "file:./dev.db" };

        var first = await HostProcess.RunAsync(environment, folder, "migrate");
        var second = await HostProcess.RunAsync(environment, folder, "migrate");

        first.Code.Should().Be(0, first.Error);
        first.Output.Should().Contain("Applied ");
        second.Code.Should().Be(0, second.Error);
        second.Output.Should().Contain("Nothing to migrate");
        File.Exists(folder.Of("dev.db")).Should().BeTrue();
        (first.Error + second.Error).Should().BeEmpty();
    }

    [Fact]
    public async Task Migrate_MemoryMode_SaysThatThereIsNothing()
    {
        var exit = await HostProcess.RunAsync(new Dictionary<string, string?> { ["NEXT_PUBLIC_DB_MODE"] = "memory" }, null, "migrate");

        exit.Code.Should().Be(0, exit.Error);
        exit.Output.Should().Contain("memory");
    }

    [Fact]
    public async Task Migrate_DatabaseCannotBeOpened_FailsWithOneLine()
    {
        using var folder = new ContentFolder();
        folder.Write("dev.db", "This is a text and no database, however long one reads on in it.");

        var exit = await HostProcess.RunAsync(new Dictionary<string, string?> { ["DATABASE_URL"] = "file:./dev.db" }, folder, "migrate");

        exit.Code.Should().Be(1, exit.Output);
        exit.Error.TrimEnd('\n').Should().StartWith("MadLab failed: ").And.NotContain("\n");
    }
}
