using FluentAssertions;
using MadLab.Tool.Tests.Support;
using Xunit;

namespace MadLab.Tool.Tests;

public sealed class SwitchTests
{
    [Fact]
    public async Task Switches_DoWhatTheySay()
    {
        await using var host = await LabHost.StartAsync("--MadLab:Auth:ApiKeys", "true");
        var key = await host.AddKeyAsync("read,operate");
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Task<ToolRun> Run(params string[] args) => ToolRun.WithKeyAsync(key, [.. args, host.Url]);

        (await Run("live-data", "off")).Should().Be(new ToolRun(0, "live-data: not set before, off now.\n", ""));
        (await host.Client.GetStringAsync("/api/config")).Should().Contain("\"liveData\":false");
        (await Run("live-data", "on")).Output.Should().Be("live-data: off before, on now.\n");
        (await Run("live-data", "auto")).Output.Should().Be("live-data: on before, not set now.\n");
        (await Run("stream-mode", "polling")).Output.Should().Be("stream-mode: not set before, polling now.\n");
        (await host.Client.GetStringAsync("/api/config")).Should().Contain("\"streamMode\":\"polling\"");
        (await Run("stream-mode", "reset")).Output.Should().Be("stream-mode: polling before, not set now.\n");
        await host.Client.GetStringAsync("/api/market?symbol=AAPL");
        await host.Client.GetStringAsync("/api/market?symbol=MSFT");
        (await ToolRun.WithKeyAsync(key, "cache", "clear", host.Url, "--symbol", "AAPL")).Output.Should().Be("1 answers removed from the cache.\n");
        (await Run("cache", "clear")).Output.Should().Be("1 answers removed from the cache.\n");
        (await ToolRun.WithKeyAsync(key, "cache", "clear", host.Url, "--type", "nothing")).Code.Should().Be(1);
    }

    [Theory]
    [InlineData("live-data", "off")]
    [InlineData("stream-mode", "sse")]
    [InlineData("cache", "clear")]
    public async Task Switch_ThatMayNotBeThrown_SaysWhy(string command, string value)
    {
        await using var open = await LabHost.StartAsync();
        await using var closed = await LabHost.StartAsync("--MadLab:Auth:ApiKeys", "true");
        var reader = await closed.AddKeyAsync("read");

        var none = await ToolRun.OfAsync(command, value, open.Url);
        var stranger = await ToolRun.OfAsync(command, value, closed.Url);
        var guest = await ToolRun.WithKeyAsync(reader, command, value, closed.Url);

        foreach (var (run, said) in new[] { (none, "operator policy"), (stranger, "MADLAB_KEY"), (guest, "operate") })
        {
            run.Code.Should().Be(1);
            run.Error.Should().Contain("as it was").And.Contain(said);
            run.Error.TrimEnd().Should().NotContain("\n");
        }
    }

    [Theory]
    [InlineData("live-data maybe http://127.0.0.1:9")]
    [InlineData("stream-mode fax http://127.0.0.1:9")]
    [InlineData("cache http://127.0.0.1:9")]
    [InlineData("check http://127.0.0.1:9 --prefix api")]
    [InlineData("check http://127.0.0.1:9 --key-file /nowhere/key")]
    [InlineData("check http://127.0.0.1:9 --ca-file /nowhere/ca")]
    [InlineData("check not-a-url")]
    [InlineData("")]
    public async Task CommandLine_ThatCannotBeUsed_IsSaidInOneLine(string line)
    {
        var run = await ToolRun.OfAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.Code.Should().Be(2);
        run.Error.Should().StartWith("madlab: ");
        run.Error.TrimEnd().Should().NotContain("\n");
    }

    [Fact]
    public async Task Key_ComesFromAFileToo()
    {
        await using var host = await LabHost.StartAsync("--MadLab:Auth:ApiKeys", "true");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, await host.AddKeyAsync("operate") + "\n");

            (await ToolRun.OfAsync("live-data", "off", host.Url, "--key-file", file)).Code.Should().Be(0);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
