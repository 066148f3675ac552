using FluentAssertions;
using MadLab.Tool.Tests.Support;
using Xunit;

namespace MadLab.Tool.Tests;

public sealed class TailTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("websocket")]
    [InlineData("sse")]
    [InlineData("polling")]
    public async Task Prices_ComeByEachTransport(string transport)
    {
        await using var host = await LabHost.StartAsync();

        var run = await ToolRun.OfAsync("tail", host.Url, "aapl", "MSFT", "--transport", transport, "--interval", "250", "--count", "6");

        run.Code.Should().Be(0, run.Error);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().HaveCount(6);
        lines.Should().OnlyContain(l => System.Text.RegularExpressions.Regex.IsMatch(l, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t(AAPL|MSFT)\t\d+(\.\d+)?\t[+-]?\d+(\.\d+)?\t[+-]?\d+\.\d\d %$"));
        lines.Select(l => l.Split('\t')[1]).Distinct().Should().BeEquivalentTo("AAPL", "MSFT");
    }

    [Fact]
    public async Task Auto_BehindAProxyWithoutStreams_Polls()
    {
        await using var host = await LabHost.StartAsync();
        await using var proxy = await BadProxy.StartAsync(host.Url, static _ => { });

        var run = await ToolRun.OfAsync("tail", proxy.Url, "AAPL", "--count", "2");

        run.Code.Should().Be(0);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2);
        run.Error.Should().Contain("websocket: ").And.Contain("sse: ");
    }

    [Fact]
    public async Task Interrupted_EndsWithoutAWord()
    {
        await using var host = await LabHost.StartAsync();
        using var stop = new CancellationTokenSource();
        var error = new StringWriter();
        var running = ToolRun.RunAsync(["tail", host.Url, "AAPL"], static _ => null, error, stop.Token);

        await stop.CancelAsync();
        var run = await running.WaitAsync(TimeSpan.FromSeconds(30));

        run.Code.Should().Be(0);
        run.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task UnknownSymbol_IsSaidAside()
    {
        await using var host = await LabHost.StartAsync("--MadLab:Auth:ApiKeys", "true");
        var key = await host.AddKeyAsync("read");

        var refused = await ToolRun.OfAsync("tail", host.Url, "AAPL", "--count", "1");
        var run = await ToolRun.WithKeyAsync(key, "tail", host.Url, "AAPL", "..", "--count", "1");

        refused.Code.Should().Be(1);
        refused.Error.Should().Contain("MADLAB_KEY");
        run.Code.Should().Be(0);
        run.Error.Should().Contain("INVALID_SYMBOL");
        (run.Output + run.Error).Should().NotContain(key);
    }
}
