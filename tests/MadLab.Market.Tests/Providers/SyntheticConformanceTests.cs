using FluentAssertions;
using MadLab.Market.Providers.Synthetic;
using MadLab.Testing.Conformance;
using Xunit;

namespace MadLab.Market.Tests.Providers;

public sealed class SyntheticConformanceTests
{
    [Fact]
    public async Task MadeUpPrices_PassEveryCheck()
    {
        var report = await ProviderConformance.RunAsync(
            new SyntheticProvider(TimeProvider.System), new() { Symbol = Symbol.Parse("AAPL"), Other = Symbol.Parse("MSFT"), Unknown = null });

        report.IsConformant.Should().BeTrue(report.ToText());
        report.Count(ConformanceOutcome.Passed).Should().BeGreaterThan(40);
    }
}
