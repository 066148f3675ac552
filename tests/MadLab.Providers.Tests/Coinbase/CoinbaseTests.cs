using FluentAssertions;
using MadLab.Providers.Coinbase;
using MadLab.Testing.Conformance;
using MadLab.Testing.Http;
using Xunit;

namespace MadLab.Providers.Tests.Coinbase;

/// <summary>The provider against a server that speaks what Coinbase Exchange documents; the real one was never called.</summary>
public sealed class CoinbaseTests : IAsyncLifetime
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTC-USD");

    private CoinbaseServer _server = null!;

    public async Task InitializeAsync() => _server = await CoinbaseServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Conformance_OfEverything_Passes()
    {
        using var http = new HttpFaults(new SocketsHttpHandler()) { ErrorBody = """{"message":"Internal server error"}""" };
        await using var provider = Provider(http);

        var report = await ProviderConformance.RunAsync(provider, new ConformanceOptions
        {
            Symbol = Bitcoin, Other = Symbol.Parse("ETH-USD"), Unknown = Symbol.Parse("NOPE-USD"), Http = http, Stream = new StreamUpstream(() => _server.Connections, _server.CutAsync),
        });

        report.Results.Where(r => r.Outcome is ConformanceOutcome.Failed).Select(r => $"{r.Check.Id}: {r.Message}").Should().BeEmpty();
        report.Count(ConformanceOutcome.Passed).Should().BeGreaterThan(60);
    }

    [Fact]
    public async Task TwoYears_ArePutTogetherOfPagesOf300Days_WithoutAGap()
    {
        await using var provider = Provider();

        var series = await provider.GetPricesAsync(new PriceRequest { Symbol = Bitcoin, Range = PriceRange.TwoYears });

        _server.CandleCalls.Should().Be(3);
        series.Bars.Zip(series.Bars.Skip(1)).Should().OnlyContain(p => p.Second.Time - p.First.Time == TimeSpan.FromDays(1));
        series.Bars.Count.Should().BeInRange(730, 732);
        series.Bars[^1].IsFinal.Should().BeFalse("the day is not over");
        series.Bars.SkipLast(1).Should().OnlyContain(b => b.IsFinal);
        var bar = series.Bars[10];
        (bar.Open, bar.High - bar.Open, bar.Open - bar.Low, bar.Close - bar.Open).Should().Be((bar.Open, 2.25m, 1.5m, 1m), "the exchange writes low before high");
        series.Currency.Should().Be("USD");
    }

    [Fact]
    public async Task Max_EndsWhereThePairBegan()
    {
        await using var provider = Provider();

        var series = await provider.GetPricesAsync(new PriceRequest { Symbol = Bitcoin, Range = PriceRange.Max });

        series.Bars.Should().HaveCount(901);
    }

    [Fact]
    public async Task Window_OfMinutes_IsWhatWasAskedFor()
    {
        await using var provider = Provider();
        var from = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero).AddDays(-2);

        var series = await provider.GetPricesAsync(new PriceRequest { Symbol = Bitcoin, Interval = BarInterval.OneMinute, From = from, To = from.AddHours(12) });

        series.Bars.Should().HaveCount((12 * 60) + 1);
        (series.Bars[0].Time, series.Bars[^1].Time).Should().Be((from, from.AddHours(12)));
        _server.CandleCalls.Should().Be(3);
    }

    [Fact]
    public async Task Stream_HasTheNumbersOfTheTicker_AndAPairUnderEachOfItsNames()
    {
        await using var provider = Provider();
        var slashed = Symbol.Parse("BTC/USD");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var quote = await provider.StreamQuotesAsync(slashed, stop.Token).FirstAsync(stop.Token);

        quote.Symbol.Should().Be(slashed);
        quote.Change.Should().Be(quote.Price - 60_000);
        quote.ChangePercent.Should().Be(Math.Round(quote.Change / 60_000 * 100, 4));
        (quote.Bid, quote.Ask, quote.BidSize, quote.AskSize, quote.Volume).Should().Be((quote.Price - 1, quote.Price + 1, 0.5m, 0.25m, 1234.5678m));
        (quote.High, quote.Low).Should().Be((60_060, 59_990));
        quote.Timestamp.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task Stream_OfAnUnknownPair_HarmsNoOther()
    {
        await using var provider = Provider();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var unknown = provider.StreamQuotesAsync(Symbol.Parse("NOPE-USD"), stop.Token).FirstAsync(stop.Token).AsTask();
        var known = provider.StreamQuotesAsync(Bitcoin, stop.Token).FirstAsync(stop.Token);

        (await unknown.Invoking(u => u).Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().Be(MarketErrorKind.SymbolUnknown);
        (await known).Price.Should().BeGreaterThan(0);
    }

    [Theory]
    [InlineData("AAPL")]
    [InlineData("EURUSD=X")]
    [InlineData("^GSPC")]
    [InlineData("BRK-B")]
    [InlineData("A/B/C")]
    [InlineData("-USD")]
    public async Task WhatIsNoPair_IsUnknownWithoutACall(string symbol)
    {
        await using var provider = Provider();

        var ask = () => provider.GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse(symbol) });

        (await ask.Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().Be(MarketErrorKind.SymbolUnknown);
        _server.CandleCalls.Should().Be(0);
    }

    [Fact]
    public async Task Search_LeavesOutWhatNoLongerTrades()
    {
        await using var provider = Provider();

        (await provider.SearchAsync("usd", 10)).Select(m => m.Symbol.Value).Should().Equal("BTC-USD", "ETH-USD");
        (await provider.GetInfoAsync(Bitcoin)).Should().BeEquivalentTo(new { Name = "BTC/USD", Exchange = "COINBASE", Currency = "USD", TickSize = 0.01m });
    }

    private CoinbaseProvider Provider(HttpMessageHandler? handler = null) =>
        new(new CoinbaseOptions { Address = _server.Address, FeedAddress = _server.FeedAddress, RequestsPerSecond = 10_000 }, handler);
}
