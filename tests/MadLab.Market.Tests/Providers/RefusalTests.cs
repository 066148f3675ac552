using System.Text.Json;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Market.Tests.Providers;

/// <summary>What a descriptor rules out costs no call.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task MissingCredentials_AreNotAsked_AndSaidWhereProvidersAreListed()
    {
        var (keyless, other) = (MarketApp.Fake(), MarketApp.Fake());
        keyless.Descriptor = keyless.Descriptor with { Credentials = ProviderCredentials.Missing, Terms = new Uri("https://terms.example/data") };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("keyless", _ => keyless).AddProvider("other", _ => other));

        using var answer = await app.Http.GetAsync("/api/market?symbol=AAPL");
        using var alone = await app.Http.GetAsync("/api/market?symbol=AAPL&provider=keyless&range=1Y");
        using var listed = JsonDocument.Parse(await app.Http.GetStringAsync("/api/market/providers"));

        answer.Headers.GetValues("X-MadLab-Provider").Should().Equal("other");
        ((int)alone.StatusCode).Should().Be(503);
        (await alone.Content.ReadAsStringAsync()).Should().Contain("has no credentials").And.Contain("MadLab:Providers:keyless");
        keyless.Calls("prices").Should().Be(0);
        var entry = listed.RootElement[0];
        entry.GetProperty("credentials").GetString().Should().Be("missing");
        entry.GetProperty("status").GetString().Should().Be("unavailable");
        entry.GetProperty("terms").GetString().Should().Be("https://terms.example/data");
        listed.RootElement[1].TryGetProperty("credentials", out _).Should().BeFalse();
    }

    [Theory]
    [InlineData("BTC-USD")]
    [InlineData("EURUSD=X")]
    [InlineData("^GSPC")]
    [InlineData("AAPL250117C00150000")]
    public async Task SymbolOfAnotherKind_IsUnknownWithoutACall(string symbol)
    {
        var fake = MarketApp.Fake();
        fake.Descriptor = fake.Descriptor with { AssetClasses = [AssetClass.Equity, AssetClass.Etf] };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("shares", _ => fake));

        using var answer = await app.Http.GetAsync($"/api/market?symbol={Uri.EscapeDataString(symbol)}");

        ((int)answer.StatusCode).Should().Be(404);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("SYMBOL_NOT_FOUND").And.Contain("serves equity, etf");
        fake.Calls("prices").Should().Be(0);
    }

    [Fact]
    public async Task WindowLongerThanTheProviderTakes_IsNotAsked()
    {
        var fake = MarketApp.Fake();
        fake.Descriptor = fake.Descriptor with { Limits = fake.Descriptor.Limits with { Intervals = [BarInterval.OneMinute, BarInterval.OneDay], MaxIntradayWindow = TimeSpan.FromDays(2) } };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("short", _ => fake));

        using var answer = await app.Http.GetAsync("/api/market?symbol=AAPL&interval=1m&range=5D");

        ((int)answer.StatusCode).Should().Be(501);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("at most 2 days at once");
        fake.Calls("prices").Should().Be(0);
    }

    [Fact]
    public async Task YieldInPercent_IsServedAsAFraction()
    {
        var fake = MarketApp.Fake();
        fake.Descriptor = fake.Descriptor with { DividendYieldUnit = RatioUnit.Percent };
        fake.Kpis["AAPL"] = fake.Kpis["AAPL"] with { DividendYield = 2.5m };
        await using var app = await MarketApp.StartAsync(lab => lab.AddProvider("percent", _ => fake));

        using var answer = JsonDocument.Parse(await app.Http.GetStringAsync("/api/market?symbol=AAPL&type=kpis"));

        answer.RootElement.GetProperty("divYield").GetDecimal().Should().Be(0.025m);
    }
}
