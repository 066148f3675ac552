using FluentAssertions;
using MadLab.Market.Tests.Providers.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Service;

/// <summary>Key figures of providers that serve prices alone: from the same bars as the charts.</summary>
public sealed class DerivedFiguresTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");

    [Fact]
    public async Task Kpis_AfterAChartOfAYear_CostNoCall()
    {
        var provider = new ScriptedPrices();
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => provider));

        await host.Market.GetPricesAsync(Apple, PriceRange.OneYear);
        var kpis = await host.Market.GetKpisAsync(Apple);

        kpis.Value.Price.Should().Be(100);
        provider.Calls.Should().Be(1);
    }

    [Fact]
    public async Task Kpis_ChartIsOfAnotherProvider_ReadTheirOwn()
    {
        var (first, second) = (new ScriptedPrices { Close = 100 }, new ScriptedPrices { Close = 200 });
        await using var host = new ChainHost(lab => lab.AddProvider("first", _ => first).AddProvider("second", _ => second));

        await host.Market.GetPricesAsync(Apple, PriceRange.OneYear);
        var kpis = await host.Market.GetKpisAsync(Apple, new MarketRequestOptions { Provider = "second" });

        kpis.Value.Price.Should().Be(200);
        (first.Calls, second.Calls).Should().Be((1, 1));
    }
}
