using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Hosting;

/// <summary><c>provider verify</c>, on the Lean provider of a folder.</summary>
public sealed class ProviderVerbTests : IDisposable
{
    private readonly ContentFolder _folder = new();
    private readonly LeanFolder _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Verify_AProviderThatKeepsTheRules_IsZeroAndEndsInTheCounts()
    {
        var exit = await RunAsync("lean", "ACME", "BETA");

        exit.Code.Should().Be(0, exit.Output + exit.Error);
        exit.Output.TrimEnd().Split('\n')[^1].Should().MatchRegex("^[0-9]+ checks: [0-9]+ passed, 0 failed, 0 waived, [0-9]+ not applicable$");
    }

    [Fact]
    public async Task Verify_WithoutASymbol_TakesTheProvidersOwn()
    {
        var exit = await RunAsync("lean");

        exit.Code.Should().Be(0, exit.Output + exit.Error);
        exit.Output.Should().Contain("passed  PRICE-001");
    }

    [Fact]
    public async Task Verify_WithASymbolItDoesNotHave_IsOne_AndTheReportIsJson()
    {
        var exit = await RunAsync("lean", "NOBODY", "--json");

        exit.Code.Should().Be(1);
        using var json = JsonDocument.Parse(exit.Output);
        json.RootElement.GetProperty("conformant").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("nobody", "ACME", "lean")]
    [InlineData("lean", "..", "no symbol")]
    public async Task Verify_WrongCall_SaysWhatIsWrong(string provider, string symbol, string says)
    {
        var exit = await RunAsync(provider, symbol);

        exit.Code.Should().Be(2);
        exit.Error.Should().Contain(says).And.NotContain("   at ");
    }

    private Task<HostExit> RunAsync(params string[] operands) =>
        VerbRun.RunAsync(new Dictionary<string, string?> { ["MADLAB_LEAN_DATA"] = _data.Path, ["NEXT_PUBLIC_DB_MODE"] = "memory" }, _folder, ["provider", "verify", .. operands]);
}
