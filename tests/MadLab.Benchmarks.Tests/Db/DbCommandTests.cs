using System.Text.Json;
using FluentAssertions;
using MadLab.Benchmarks.Db;
using MadLab.Benchmarks.Shared;
using MadLab.TestSupport.PostgreSql;
using Xunit;

namespace MadLab.Benchmarks.Tests.Db;

/// <summary>The command as somebody calls it. Nothing is said of speed.</summary>
public sealed class DbCommandTests
{
    [PostgresFact]
    public async Task Quick_EveryOperationOfBothEngines_IsInTheDocumentWithFiguresOfBothServers()
    {
        var (exitCode, output, errors) = await Program.RunAsync("db", "--quick", "--json", "--clients", "2");

        exitCode.Should().Be(0, errors);
        using var document = JsonDocument.Parse(output);
        var results = document.RootElement.GetProperty("results").EnumerateArray().ToList();
        results.Select(r => (r.GetProperty("engine").GetString(), r.GetProperty("operation").GetString())).Should().Equal(
            from engine in new[] { "sqlite", "postgres" }
            from operation in new[] { "create", "read", "update", "list", "delete" }
            select (engine, operation));
        foreach (var result in results)
        {
            foreach (var figure in new[] { "adoPerSecond", "madLabPerSecond", "ratio", "p95" })
            {
                result.GetProperty(figure).GetProperty("median").GetDouble().Should().BePositive();
            }
        }
    }

    [Theory]
    [InlineData(0.6, 199, 0)]
    [InlineData(0.59, 199, 1)]
    [InlineData(0.6, 200, 1)]
    [InlineData(double.NaN, double.NaN, 2)]
    public void Targets_RatioAndLatency_AreJudgedByTheirMedians(double ratio, double p95, int missed)
    {
        var figure = Spread.Of([1.0])!;
        var result = new DbResult("sqlite", "read", 8, figure, figure, Spread.Of([ratio])!, figure, Spread.Of([p95])!, figure);

        var sentences = DbTargets.Missed([result]);

        sentences.Should().HaveCount(missed);
        foreach (var sentence in sentences)
        {
            sentence.Should().StartWith("sqlite, read, 8 clients: ");
        }
    }

    [Theory]
    [InlineData("--engines", "oracle")]
    [InlineData("--operations", "upsert")]
    [InlineData("--clients", "1,0")]
    public async Task WrongCall_SaysWhatIsWrong(string option, string value)
    {
        var (exitCode, output, errors) = await Program.RunAsync("db", option, value);

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        errors.Should().Contain(option).And.Contain(value.Split(',')[^1]);
    }

    [Fact]
    public async Task Help_NamesEveryOption()
    {
        var (exitCode, output, _) = await Program.RunAsync("db", "--help");

        exitCode.Should().Be(0);
        output.Should().ContainAll(DbOptions.All.Select(o => o.Name));
    }
}
