using FluentAssertions;
using MadLab.Testing.Conformance;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

public sealed class LeanConformanceTests : LeanTestBase
{
    [Fact]
    public async Task Folder_PassesEveryCheck()
    {
        var report = await ProviderConformance.RunAsync(
            new LeanProvider(new LeanProviderOptions { Folder = Folder.Path, ReplaySpeed = 1 }, TimeProvider.System), new() { Symbol = Symbol.Parse("ACME"), Other = Symbol.Parse("BETA") });

        report.IsConformant.Should().BeTrue(report.ToText());
        report.Count(ConformanceOutcome.Passed).Should().BeGreaterThan(30);
    }
}
