using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Store;

/// <summary>What outlasts a restart, and what does not.</summary>
public sealed class PersistenceTests
{
    [Fact]
    public async Task Restart_DefaultFile_KeepsEverything()
    {
        using var folder = new ContentFolder();
        string workspace, template;
        await using (var host = await HostProcess.StartAsync(null, folder))
        {
            workspace = (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"kept","data":{"a":[1,2]}}""")).ShouldBeJson().GetProperty("workspace").GetRawText();
            template = (await host.Client.PostJsonAsync("/api/templates", """{"name":"kept","kind":"k","title":"t"}""")).ShouldBeJson().GetProperty("template").GetRawText();
            (await host.Client.PutJsonAsync("/api/preferences", """{"streamMode":"sse"}""")).ShouldBeJson();
            (await host.Client.AskAsync("/api/health")).ShouldBeJson().GetProperty("dbMode").GetString().Should().Be("db");
            (await host.StopAsync()).Code.Should().Be(0);
        }

        await using var again = await HostProcess.StartAsync(null, folder);
        (await again.Client.AskAsync("/api/workspaces")).ShouldBeJson().GetProperty("workspaces")[0].GetRawText().Should().Be(workspace);
        (await again.Client.AskAsync("/api/templates/kept")).ShouldBeJson().GetProperty("template").GetRawText().Should().Be(template);
        (await again.Client.AskAsync("/api/preferences")).ShouldBeJson().GetRawText().Should().Be("""{"streamMode":"sse"}""");
        var config = (await again.Client.AskAsync("/api/config")).ShouldBeJson();
        config.GetProperty("dbMode").GetString().Should().Be("db");
        config.GetProperty("durable").GetBoolean().Should().BeTrue();
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("off")]
    [InlineData("mock")]
    public async Task Variable_MemoryMode_WorksAndKeepsNothing(string mode)
    {
        using var folder = new ContentFolder();
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["NEXT_PUBLIC_DB_MODE"] = mode }, folder);

        var id = (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{}}""")).ShouldBeJson().GetProperty("workspace").GetProperty("id").GetString();
        (await host.Client.AskAsync($"/api/workspaces/{id}")).ShouldBeJson();
        var health = (await host.Client.AskAsync("/api/health")).ShouldBeJson();

        health.GetProperty("dbMode").GetString().Should().Be("memory");
        health.GetProperty("db").GetString().Should().Be("ok");
        health.GetProperty("status").GetString().Should().Be("ok");
        (await host.Client.AskAsync("/api/config")).ShouldBeJson().GetProperty("durable").GetBoolean().Should().BeFalse();
        Directory.EnumerateFiles(folder.Path, "*.db*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task Variable_DatabaseUrl_NamesTheFile()
    {
        using var folder = new ContentFolder();
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["DATABASE_URL"] = "file:./dev%20one.db?connection_limit=1", ["PRISMA_PROVIDER"] = "sqlite" }, folder);

        (await host.Client.PostJsonAsync("/api/workspaces", """{"title":"t","data":{}}""")).ShouldBeJson();

        File.Exists(folder.Of("dev one.db")).Should().BeTrue(string.Join(", ", Directory.EnumerateFiles(folder.Path)));
        (await host.Client.AskAsync("/api/health")).ShouldBeJson().GetProperty("dbMode").GetString().Should().Be("db");
    }
}
