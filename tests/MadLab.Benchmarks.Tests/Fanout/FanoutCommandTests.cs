using System.Text.Json;
using FluentAssertions;
using MadLab.Benchmarks.Fanout;
using Xunit;

namespace MadLab.Benchmarks.Tests.Fanout;

/// <summary>The command as somebody calls it. Nothing is said of speed.</summary>
public sealed class FanoutCommandTests
{
    [Fact]
    public async Task Quick_EveryUsualPeer_IsInTheDocumentWithPositiveFigures()
    {
        var (exitCode, output, errors) = await Program.RunAsync("fanout", "--quick", "--json", "--clients", "5", "--symbols", "3");

        exitCode.Should().Be(0, errors);
        using var document = JsonDocument.Parse(output);
        var load = document.RootElement.GetProperty("load").EnumerateArray().ToList();
        load.Select(l => l.GetProperty("peer").GetString()).Should().Equal(Peer.Usual.Select(p => p.Name));
        foreach (var peer in load)
        {
            peer.GetProperty("quotesPerSecond").GetDouble().Should().BePositive();
            peer.GetProperty("bytesPerQuote").GetDouble().Should().BeInRange(150, 300, "every peer sends the same JSON in its own framing");
            peer.GetProperty("latency").GetProperty("p99").GetDouble().Should().BePositive();
        }

        document.RootElement.GetProperty("machine").GetProperty("runtime").GetString().Should().StartWith(".NET");
    }

    [Fact]
    public async Task Hold_EveryConnectionEndsOnTheNewestValue()
    {
        var (exitCode, output, errors) = await Program.RunAsync("fanout", "--hold", "10", "--quick", "--json", "--symbols", "3");

        exitCode.Should().Be(0, errors);
        using var document = JsonDocument.Parse(output);
        var hold = document.RootElement.GetProperty("hold").EnumerateArray().Single();
        hold.GetProperty("connections").GetInt32().Should().Be(10);
        hold.GetProperty("missed").GetInt32().Should().Be(0);
    }

    [Theory]
    [InlineData("fanout", "--clients", "0")]
    [InlineData("fanout", "--peers", "nobody")]
    [InlineData("fanout", "--nonsense")]
    [InlineData("nonsense")]
    public async Task WrongCall_SaysWhatIsWrong(params string[] args)
    {
        var (exitCode, output, errors) = await Program.RunAsync(args);

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain(args[^1]);
    }

    [Fact]
    public async Task Help_NamesEveryOptionAndPeer()
    {
        var (exitCode, output, _) = await Program.RunAsync("fanout", "--help");

        exitCode.Should().Be(0);
        output.Should().ContainAll(FanoutOptions.All.Select(o => o.Name)).And.ContainAll(Peer.All.Select(p => p.Name));
    }
}
