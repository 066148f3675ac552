using FluentAssertions;
using MadLab.Http;
using MadLab.Market.Providers.Synthetic;
using MadLab.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static MadLab.Market.Tests.Providers.Synthetic.Moments;

namespace MadLab.Market.Tests.Providers.Synthetic;

public sealed class SyntheticProviderTests
{
    [Fact]
    public void Descriptor_Always_LabelsADemonstration()
    {
        var provider = Provider(Winter);

        provider.Descriptor.Should().BeSameAs(provider.Descriptor);
        provider.Descriptor.Should().BeEquivalentTo(new { Feed = "synthetic", IsDemo = true, DelaySeconds = 0, Currency = "USD" });
        provider.Descriptor.Adjustments.Should().Equal(PriceAdjustment.Raw, PriceAdjustment.Splits, PriceAdjustment.All);
        provider.GetReplayOrNull().Should().BeNull();
    }

    [Fact]
    public async Task AddSynthetic_CalledTwice_RegistersOneProviderOnTheHostsClock()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualTimeProvider(Winter));
        var builder = new MadLabBuilder(services);

        builder.AddSynthetic().AddSynthetic().Should().BeSameAs(builder);

        await using var host = services.BuildServiceProvider();
        var registration = host.GetServices<ProviderRegistration>().Should().ContainSingle().Subject;
        registration.Name.Should().Be("synthetic");
        var section = new ConfigurationBuilder().Build().GetSection("MadLab:Providers:synthetic");
        var provider = registration.Factory(new ProviderContext(registration.Name, host, section));
        (await ((IKpiProvider)provider).GetKpisAsync(Symbol.Parse("AAPL"))).Should().Be(await KpisAsync(Winter, "AAPL"));
    }

    [Fact]
    public async Task Calls_SideBySide_AnswerAsOneAfterTheOther()
    {
        var clock = new ManualTimeProvider(Winter);
        var provider = new SyntheticProvider(clock);
        var symbols = Enumerable.Range(0, 700).Select(i => Symbol.Parse($"P{i % 350}")).ToArray();
        var expected = await Provider(Winter).GetQuotesAsync(symbols);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => provider.GetQuotesAsync(symbols))));

        answers.Should().OnlyContain(answer => answer.SequenceEqual(expected));
    }

    [Fact]
    public void Get_ManySymbols_HoldsNoMoreThanTwoGenerations()
    {
        var memo = new TapeMemo();
        for (var i = 0; i < 3_000; i++)
        {
            memo.Get(Symbol.Parse($"M{i}"));
            memo.Count.Should().BeLessThanOrEqualTo(512);
        }
    }

    [Fact]
    public void Get_SymbolInUse_IsKeptWhileOthersPass()
    {
        var memo = new TapeMemo();
        var kept = memo.Get(Symbol.Parse("AAPL"));
        for (var i = 0; i < 3_000; i++)
        {
            memo.Get(Symbol.Parse($"M{i}"));
            if (i % 100 == 0)
            {
                memo.Get(Symbol.Parse("AAPL")).Should().BeSameAs(kept);
            }
        }
    }
}

file static class ReplayExtensions
{
    public static ReplaySession? GetReplayOrNull(this IQuoteStreamProvider provider) => provider.GetReplay(Symbol.Parse("AAPL"));
}
