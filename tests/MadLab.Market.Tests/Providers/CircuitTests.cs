using FluentAssertions;
using MadLab.Market.Tests.Feeds.Support;
using MadLab.Market.Tests.Providers.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Providers;

/// <summary>What opens a provider's circuits, what keeps them open, and what they keep from whom.</summary>
public sealed class CircuitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Circuit_CallsThatNeverEndHoldAllPlaces_StaysOpen_AndNobodyWaits()
    {
        var hung = new ScriptedPrices { Call = (_, _) => Task.Delay(Timeout.Infinite, CancellationToken.None) }.With(l => l with { MaxConcurrentCalls = 10 });
        await using var host = new ChainHost(lab => lab.AddProvider("hung", _ => hung).AddProvider("good", _ => new ScriptedPrices()));
        var asked = Enumerable.Range(0, 10).Select(i => host.PricesAsync($"S{i}")).ToArray();
        await FeedHost.UntilAsync(() => hung.Calls == 10);
        host.Time.Advance(Limit);
        (await Task.WhenAll(asked).WaitAsync(TimeSpan.FromSeconds(30))).Should().AllBe("good");

        for (var probe = 0; probe < 3; probe++)
        {
            // The circuit is half open now, and no place is free for the call that is let through.
            host.Time.Advance(TimeSpan.FromSeconds(6));
            host.Time.Forget();
            var waiting = host.PricesAsync($"PROBE{probe}");
            await host.Time.PassAsync(Limit);
            (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("good");

            // While the clock stands still: these are not let through at all.
            var later = Enumerable.Range(0, 12).Select(i => host.PricesAsync($"LATER{probe}.{i}")).ToArray();
            (await Task.WhenAll(later).WaitAsync(TimeSpan.FromSeconds(30))).Should().AllBe("good");
        }

        hung.Calls.Should().Be(10);
        host.Market.GetProviders()[0].State.Should().Be(ProviderState.Unavailable);
        host.Market.GetProviders()[0].LastError.Should().Be(MarketErrorKind.Timeout);
    }

    [Theory]
    [InlineData(MarketErrorKind.Unauthorized)]
    [InlineData(MarketErrorKind.Unavailable)]
    public async Task Circuit_OfOneOperation_LeavesTheOthersAlone(MarketErrorKind kind)
    {
        var surfaces = 0;
        var provider = new AnswerGiver
        {
            Answer = operation =>
            {
                surfaces += operation == "vol" ? 1 : 0;
                return operation == "vol" ? new MarketDataException(kind, "Options are not in this plan.") : MarketApp.Fake().Prices["AAPL"];
            },
        };
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => provider));
        for (var i = 0; i < 15; i++)
        {
            var ask = () => host.Market.GetVolSurfaceAsync(Symbol.Parse($"S{i}")).AsTask();
            await ask.Should().ThrowAsync<MarketDataException>();
        }

        var withoutPrices = host.Market.GetProviders()[0].State;
        var prices = await host.PricesAsync("AAPL");

        surfaces.Should().Be(10, "the circuit of surfaces is open");
        prices.Should().Be("a");
        withoutPrices.Should().Be(ProviderState.Unavailable, "nothing else was asked of it");
        host.Market.GetProviders()[0].State.Should().Be(ProviderState.Degraded);
        host.Market.GetProviders()[0].LastError.Should().Be(kind);
    }

    [Fact]
    public async Task Circuit_ProbeThatMakesNoCall_DoesNotCloseIt()
    {
        var failing = new ScriptedPrices { Call = (_, _) => throw new MarketDataException(MarketErrorKind.Unavailable, "down") }.With(l => l with { MaxConcurrentCalls = 1 });
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => failing));
        for (var i = 0; i < 10; i++)
        {
            (await host.PricesAsync($"S{i}")).Should().Be("Unavailable");
        }

        // Busy with what another operation asks, and in time with it.
        var place = await host.Registry.Chain[0].Places.TryEnterAsync(Limit, CancellationToken.None);
        host.Time.Advance(TimeSpan.FromSeconds(6));
        host.Time.Forget();
        var probe = host.PricesAsync("PROBE");
        await host.Time.PassAsync(Limit);
        (await probe.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("Unavailable");
        place!.Dispose();

        (await host.PricesAsync("NEXT")).Should().Be("Unavailable");
        failing.Calls.Should().Be(10, "the circuit is open still");
    }
}
