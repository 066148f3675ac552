using System.Text;
using FluentAssertions;
using MadLab.Testing;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Tests.FrontDoor;

/// <summary>A share quoted in pence: <c>GBp</c> from the provider to every client, never pounds and never <c>GBP</c>.</summary>
public sealed class PenceTests
{
    private const string Pence = "GBp";
    private static readonly Symbol Vodafone = Symbol.Parse("VOD.L");

    [Fact]
    public async Task Http_EveryType_StaysInPence()
    {
        await using var app = await StartAsync(Provider());

        var kpis = await app.GetJsonAsync("/api/market?symbol=VOD.L&type=kpis");
        var prices = await app.GetJsonAsync("/api/market?symbol=VOD.L");
        var info = await app.GetJsonAsync("/api/market?symbol=vod.l&type=info");
        var csv = await app.Http.GetStringAsync(new Uri("/api/market?symbol=VOD.L&format=csv", UriKind.Relative));
        using var post = await app.Http.PostAsync(
            new Uri("/api/market", UriKind.Relative), new StringContent("""{"symbols":["VOD.L"],"type":"kpis"}""", Encoding.UTF8, "application/json"));

        kpis.GetProperty("currency").GetString().Should().Be(Pence);
        kpis.GetProperty("price").GetDecimal().Should().Be(7271.5m);
        prices[1].GetProperty("close").GetDecimal().Should().Be(7271.5m);
        info.GetProperty("currency").GetString().Should().Be(Pence);
        csv.Should().Contain(",7271.5,1000,true");
        (await post.Content.ReadAsStringAsync()).Should().Contain("\"currency\":\"GBp\"").And.NotContain("GBP");
    }

    [Fact]
    public async Task Http_FiguresDerivedFromPrices_StayInPence()
    {
        var fake = Provider();
        fake.Descriptor = fake.Descriptor with { Capabilities = ProviderCapabilities.Prices };
        await using var app = await StartAsync(fake);

        var kpis = await app.GetJsonAsync("/api/market?symbol=VOD.L&type=kpis");
        var info = await app.GetJsonAsync("/api/market?symbol=VOD.L&type=info");

        kpis.GetProperty("currency").GetString().Should().Be(Pence);
        kpis.GetProperty("fiftyTwoWeekHigh").GetDecimal().Should().Be(7271.5m);
        info.GetProperty("currency").GetString().Should().Be(Pence);
    }

    [Fact]
    public async Task InProcess_CurrencyOfTheDescriptor_IsTakenAsItIs()
    {
        var fake = Provider();
        fake.Descriptor = fake.Descriptor with { Currency = Pence };
        fake.Prices["VOD.L"] = fake.Prices["VOD.L"] with { Currency = null };
        await using var app = await StartAsync(fake);
        var market = app.App.Services.GetRequiredService<IMarketData>();

        var prices = await market.GetPricesAsync(Vodafone);

        prices.Value.Currency.Should().Be(Pence);
        prices.Value.Bars[^1].Close.Should().Be(7271.5m);
    }

    [Fact]
    public async Task Stream_Quotes_AreInPenceToo()
    {
        var fake = Provider();
        fake.Descriptor = fake.Descriptor with { Currency = Pence };
        fake.Push(Vodafone, 7271.5m, new DateTimeOffset(2024, 1, 2, 15, 0, 0, TimeSpan.Zero));
        await using var app = await StartAsync(fake);

        using var client = await QuoteSocket.ConnectAsync(app, "?symbols=VOD.L&interval=25");
        var source = await client.UntilAsync(m => m.GetRawText().Contains("\"currency\"", StringComparison.Ordinal));
        var first = await client.PriceAsync("VOD.L", 7271.5m);
        fake.Push(Vodafone, 7272.25m, new DateTimeOffset(2024, 1, 2, 15, 0, 1, TimeSpan.Zero));
        var second = await client.PriceAsync("VOD.L", 7272.25m);

        source.GetRawText().Should().Contain("\"currency\":\"GBp\"");
        first.GetRawText().Should().NotContain("GBP");
        second.GetProperty("data").GetProperty("price").GetDecimal().Should().Be(7272.25m);
    }

    private static FakeProvider Provider()
    {
        var fake = new FakeProvider();
        fake.Descriptor = fake.Descriptor with { Currency = null };
        fake.Prices["VOD.L"] = FakeProvider.Daily("VOD.L", new DateOnly(2023, 12, 28), 7250m, 7271.5m) with { Currency = Pence };
        fake.Kpis["VOD.L"] = new Kpis
        {
            Symbol = Vodafone, Name = "Vodafone", Price = 7271.5m, Change = 21.5m, ChangePercent = 0.2966m, Volume = 1000,
            Timestamp = new DateTimeOffset(2023, 12, 29, 16, 30, 0, TimeSpan.Zero), Currency = Pence,
        };
        return fake;
    }

    private static Task<KestrelApp> StartAsync(FakeProvider fake) => KestrelApp.StartAsync(
        builder => builder.Services.AddMadLab().AddProvider("lse", _ => fake),
        app =>
        {
            app.UseWebSockets();
            app.MapMadLab();
        });
}
