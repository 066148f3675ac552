using System.Net;
using System.Text.Json;
using FluentAssertions;
using MadLab.Market.Providers;
using MadLab.Market.Tests.Providers.Support;
using MadLab.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Providers;

public sealed class ProviderChainTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Ask_ProviderIgnoresItsToken_TimesOutAndGoesOn()
    {
        var deaf = MarketApp.Fake();
        var entered = new TaskCompletionSource();
        deaf.Gate = async _ =>
        {
            entered.SetResult();
            await new TaskCompletionSource().Task;
        };
        await using var services = Build(lab => lab.AddProvider("deaf", _ => deaf).AddProvider("good", _ => MarketApp.Fake()));

        var asked = services.GetRequiredService<IMarketData>().GetPricesAsync(Apple).AsTask();
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(11));
        var answer = await asked.WaitAsync(TimeSpan.FromSeconds(30));

        answer.Provenance.Provider.Should().Be("good");
        answer.Attempts.Select(a => (a.Provider, a.Error)).Should().Equal(("deaf", MarketErrorKind.Timeout), ("good", null));
    }

    [Fact]
    public async Task Ask_ProviderKeepsFailing_IsGivenARestAndComesBack()
    {
        var fake = MarketApp.Fake();
        fake.Failure = new MarketDataException(MarketErrorKind.Unavailable, "down");
        await using var services = Build(lab => lab.AddProvider("fake", _ => fake));
        var market = services.GetRequiredService<IMarketData>();
        for (var i = 0; i < 40; i++)
        {
            await market.Invoking(m => m.GetPricesAsync(Symbol.Parse($"S{i}")).AsTask()).Should().ThrowAsync<MarketDataException>();
        }

        var whileResting = fake.Calls("prices");
        var state = market.GetProviders().Single();
        _time.Advance(TimeSpan.FromSeconds(6));
        fake.Failure = null;
        var answer = await market.GetPricesAsync(Apple);

        whileResting.Should().BeLessThan(40, "an open circuit is not asked");
        state.State.Should().Be(ProviderState.Unavailable);
        state.LastError.Should().Be(MarketErrorKind.Unavailable);
        answer.Value.Symbol.Should().Be(Apple);
    }

    [Theory]
    [InlineData(MarketErrorKind.SymbolUnknown, MarketErrorKind.Unavailable, MarketErrorKind.Unavailable)]
    [InlineData(MarketErrorKind.Unavailable, MarketErrorKind.SymbolUnknown, MarketErrorKind.Unavailable)]
    [InlineData(MarketErrorKind.SymbolUnknown, MarketErrorKind.SymbolUnknown, MarketErrorKind.SymbolUnknown)]
    [InlineData(MarketErrorKind.NotSupported, MarketErrorKind.SymbolUnknown, MarketErrorKind.SymbolUnknown)]
    public async Task Ask_AllFail_TheGravestIsTheAnswer(MarketErrorKind first, MarketErrorKind second, MarketErrorKind expected)
    {
        await using var services = Build(lab => lab.AddProvider("a", _ => Failing(first)).AddProvider("b", _ => Failing(second)));

        var ask = () => services.GetRequiredService<IMarketData>().GetPricesAsync(Apple).AsTask();

        var error = (await ask.Should().ThrowAsync<MarketDataException>()).Which;
        error.Kind.Should().Be(expected);
        error.Attempts.Should().HaveCount(2);
    }

    public static TheoryData<Exception, MarketErrorKind> Unclassified() => new()
    {
        { new JsonException("'<' is an invalid start of a value."), MarketErrorKind.Malformed },
        { new InvalidDataException("The archive is cut off."), MarketErrorKind.Malformed },
        { new FormatException("'n/a' is no number."), MarketErrorKind.Malformed },
        { new HttpRequestException("401", null, HttpStatusCode.Unauthorized), MarketErrorKind.Unauthorized },
        { new HttpRequestException("403", null, HttpStatusCode.Forbidden), MarketErrorKind.Unauthorized },
        { new HttpRequestException("429", null, HttpStatusCode.TooManyRequests), MarketErrorKind.QuotaExceeded },
        { new HttpRequestException("500", null, HttpStatusCode.InternalServerError), MarketErrorKind.Unavailable },
        { new HttpRequestException("refused"), MarketErrorKind.Unavailable },
        { new IOException("reset"), MarketErrorKind.Unavailable },
        { new OperationCanceledException("by nobody"), MarketErrorKind.Unavailable },
    };

    [Theory]
    [MemberData(nameof(Unclassified))]
    public async Task Ask_ProviderLetsAnExceptionThrough_ItsClassIsWhatItSaysOfTheUpstream(Exception exception, MarketErrorKind kind)
    {
        var provider = new ScriptedPrices { Call = (_, _) => throw exception };
        await using var host = new ChainHost(lab => lab.AddProvider("a", _ => provider));

        var error = (await host.Market.Invoking(m => m.GetPricesAsync(Apple).AsTask()).Should().ThrowAsync<MarketDataException>()).Which;

        error.Kind.Should().Be(kind);
        error.Message.Should().NotContain(exception.Message).And.Contain("AAPL");
        error.InnerException.Should().BeSameAs(exception);
    }

    [Fact]
    public async Task Ask_NotEntitled_DoesNotTryTheNext()
    {
        var second = MarketApp.Fake();
        await using var services = Build(lab => lab.AddProvider("a", _ => Failing(MarketErrorKind.NotEntitled)).AddProvider("b", _ => second));

        await services.GetRequiredService<IMarketData>().Invoking(m => m.GetPricesAsync(Apple).AsTask())
            .Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.NotEntitled);

        second.Calls("prices").Should().Be(0);
    }

    [Fact]
    public async Task Ask_AnswerWithABrokenBar_IsMalformedAndGoesOn()
    {
        var bad = MarketApp.Fake();
        var bars = bad.Prices["AAPL"].Bars.ToList();
        bars[7] = bars[7] with { High = 1m };
        bad.Prices["AAPL"] = bad.Prices["AAPL"] with { Bars = bars };
        await using var services = Build(lab => lab.AddProvider("bad", _ => bad).AddProvider("good", _ => MarketApp.Fake()));

        var answer = await services.GetRequiredService<IMarketData>().GetPricesAsync(Apple);

        answer.Attempts.Select(a => a.Error).Should().Equal(MarketErrorKind.Malformed, null);
    }

    [Fact]
    public async Task Adjustment_NotOnOffer_IsNotSupported_AndByDefaultTheFullestIsAsked()
    {
        var raw = MarketApp.Fake();
        raw.Descriptor = raw.Descriptor with { Adjustments = [PriceAdjustment.Raw] };
        await using var services = Build(lab => lab.AddProvider("raw", _ => raw));
        var market = services.GetRequiredService<IMarketData>();

        (await market.GetPricesAsync(Apple)).Provenance.Adjustment.Should().Be(PriceAdjustment.Raw);
        await market.Invoking(m => m.GetPricesAsync(Apple, options: new MarketRequestOptions { Adjustment = PriceAdjustment.All }).AsTask())
            .Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.NotSupported);
    }

    [Fact]
    public async Task Registry_SyntheticStandsInOnlyAlone_OrWhereItIsAskedForByName()
    {
        await using var alone = Build(_ => { });
        await using var beside = Build(lab => lab.AddSynthetic().AddProvider("fake", _ => MarketApp.Fake()));
        await using var disabled = Build(
            lab => lab.AddSynthetic().AddProvider("fake", _ => MarketApp.Fake()), new() { ["MadLab:Providers:fake:Enabled"] = "0" });

        disabled.GetRequiredService<ProviderRegistry>().Chain.Should().BeEmpty("demo data never stands in for real data that is switched off");
        await disabled.GetRequiredService<IMarketData>().Invoking(m => m.GetKpisAsync(Apple).AsTask())
            .Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.Unavailable);
        alone.GetRequiredService<ProviderRegistry>().Chain.Select(h => h.Name).Should().Equal("synthetic");
        beside.GetRequiredService<ProviderRegistry>().Chain.Select(h => h.Name).Should().Equal("fake");
        (await beside.GetRequiredService<IMarketData>().GetKpisAsync(Apple, new MarketRequestOptions { Provider = "synthetic" }))
            .Provenance.IsDemo.Should().BeTrue();
    }

    [Fact]
    public async Task Ask_OneBrokenFile_NeitherOpensTheCircuitNorIsReadForEveryCaller()
    {
        var fake = MarketApp.Fake();
        fake.Prices["BAD"] = FakeProvider.Daily("BAD", new DateOnly(2024, 1, 2));
        await using var services = Build(lab => lab.AddProvider("fake", _ => fake));
        var market = services.GetRequiredService<IMarketData>();
        for (var i = 0; i < 40; i++)
        {
            await market.Invoking(m => m.GetPricesAsync(Symbol.Parse("BAD")).AsTask()).Should().ThrowAsync<MarketDataException>().Where(e => e.Kind == MarketErrorKind.Malformed);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        fake.Calls("prices").Should().BeLessThan(10);
        (await market.GetPricesAsync(Apple)).Provenance.Provider.Should().Be("fake");
        market.GetProviders().Single().State.Should().Be(ProviderState.Degraded);
    }

    private static FakeProvider Failing(MarketErrorKind kind) => new() { Failure = new MarketDataException(kind, "no") };

    private ServiceProvider Build(Action<IMadLabBuilder> providers, Dictionary<string, string?>? configuration = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration ?? []).Build());
        services.AddSingleton<TimeProvider>(_time);
        providers(services.AddMadLabMarket());
        return services.BuildServiceProvider();
    }
}
