using System.Text.Json;
using FluentAssertions;
using MadLab.Benchmarks.Market;
using Xunit;

namespace MadLab.Benchmarks.Tests.Market;

/// <summary>The command as somebody calls it. Nothing is said of speed.</summary>
public sealed class MarketCommandTests
{
    [Fact]
    public async Task Quick_EveryCase_IsInTheDocumentWithFiguresOfBothServers()
    {
        var (exitCode, output, errors) = await Program.RunAsync("market", "--quick", "--json", "--load", "built-in");

        exitCode.Should().Be(0, errors);
        using var document = JsonDocument.Parse(output);
        var cases = document.RootElement.GetProperty("cases").EnumerateArray().ToList();
        cases.Select(c => c.GetProperty("case").GetString()).Should().Equal(MarketCase.All.Select(c => c.Name));
        foreach (var result in cases)
        {
            result.GetProperty("load").GetString().Should().Be("built-in");
            result.GetProperty("ratio").GetProperty("median").GetDouble().Should().BePositive();
            foreach (var server in new[] { "bare", "madLab" })
            {
                result.GetProperty(server).GetProperty("requestsPerSecond").GetProperty("median").GetDouble().Should().BePositive();
                result.GetProperty(server).GetProperty("p99").GetProperty("median").GetDouble().Should().BePositive();
            }
        }

        cases[0].GetProperty("bodyBytes").GetInt32().Should().BeInRange(11_500, 12_500);
        document.RootElement.GetProperty("machine").GetProperty("runtime").GetString().Should().StartWith(".NET");
    }

    [Theory]
    [InlineData("market", "--cases", "nothing")]
    [InlineData("market", "--load", "ab")]
    [InlineData("market", "--pairs", "0")]
    [InlineData("cache", "--threads", "0")]
    [InlineData("metrics", "--nonsense")]
    public async Task WrongCall_SaysWhatIsWrong(params string[] args)
    {
        var (exitCode, output, errors) = await Program.RunAsync(args);

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain(args[^1]);
    }

    [Fact]
    public async Task Help_NamesEveryOptionAndCase()
    {
        var (exitCode, output, _) = await Program.RunAsync("market", "--help");

        exitCode.Should().Be(0);
        output.Should().ContainAll(MarketOptions.All.Select(o => o.Name)).And.ContainAll(MarketCase.All.Select(c => c.Name));
    }
}
