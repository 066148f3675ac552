using FluentAssertions;
using MadLab.Market.Providers.Synthetic;
using MadLab.Testing;
using Xunit;
using static MadLab.Market.Tests.Providers.Synthetic.Moments;

namespace MadLab.Market.Tests.Providers.Synthetic;

/// <summary>The live quote against bars, key figures and surface of the same moment.</summary>
public sealed class SyntheticLiveTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private static readonly string[] Symbols = ["DOGE-USD", "EURUSD=X", "F", "AAPL", "BTC-USD", "ZZTOP"];

    public static TheoryData<string> CheapAndDear => [.. Symbols];

    [Theory]
    [MemberData(nameof(Moments.All), MemberType = typeof(Moments))]
    public async Task QuoteKpisAndSurface_AtOneMoment_Agree(string moment)
    {
        var now = At(moment);
        foreach (var symbol in new[] { "AAPL", "DOGE-USD", "NEWNAME" })
        {
            var quote = await QuoteAsync(now, symbol);
            var kpis = await KpisAsync(now, symbol);
            var surface = await Provider(now).GetVolSurfaceAsync(Symbol.Parse(symbol));
            var intraday = (await PricesAsync(now, symbol, PriceRange.OneDay)).Bars;

            (now - quote.Timestamp).Should().BeGreaterThanOrEqualTo(TimeSpan.Zero).And.BeLessThan(Step);
            kpis.Should().BeEquivalentTo(new { quote.Price, quote.Change, quote.ChangePercent, quote.Volume, quote.Timestamp });
            surface.UnderlyingPrice.Should().Be(quote.Price);
            surface.Timestamp.Should().Be(quote.Timestamp);
            quote.Open.Should().Be(intraday[0].Open);
            quote.High.Should().Be(intraday.Max(bar => bar.High));
            quote.Low.Should().Be(intraday.Min(bar => bar.Low));
            quote.Volume.Should().Be(intraday.Sum(bar => bar.Volume));
            quote.Price.Should().BeInRange(quote.Low, quote.High);
            quote.Change.Should().Be(quote.Price - quote.PreviousClose!.Value);
            quote.ChangePercent.Should().BeApproximately(quote.Change / quote.PreviousClose.Value * 100, 0.0001m);
            quote.Bid.Should().BeGreaterThan(0).And.BeLessThan(quote.Price);
            quote.Ask.Should().BeGreaterThan(quote.Price);
            quote.BidSize.Should().BeGreaterThan(0);
            quote.AskSize.Should().BeGreaterThan(0);
            if (!intraday[^1].IsFinal)
            {
                intraday[^1].Close.Should().Be(quote.Price);
            }
        }
    }

    [Theory]
    [MemberData(nameof(CheapAndDear))]
    public async Task Quote_AtTheBorders_IsTheSessionsOpenAndClose(string symbol)
    {
        foreach (var (open, close) in new[]
        {
            ("2024-01-17T14:30:00Z", "2024-01-17T21:00:00Z"),
            ("2024-11-29T14:30:00Z", "2024-11-29T18:00:00Z"),
            ("2024-03-11T13:30:00Z", "2024-03-11T20:00:00Z"),
        })
        {
            var days = (await PricesAsync(At(close), symbol, PriceRange.OneMonth)).Bars;
            var atOpen = await QuoteAsync(At(open), symbol);
            var atClose = await QuoteAsync(At(close), symbol);

            atOpen.Price.Should().Be(days[^1].Open);
            (atOpen.High, atOpen.Low, atOpen.Volume).Should().Be((days[^1].Open, days[^1].Open, 0));
            atOpen.PreviousClose.Should().Be(days[^2].Close);
            atClose.Price.Should().Be(days[^1].Close);
            (atClose.Open, atClose.High, atClose.Low, atClose.Volume).Should().Be((days[^1].Open, days[^1].High, days[^1].Low, days[^1].Volume));
            atClose.PreviousClose.Should().Be(days[^2].Close);
        }
    }

    [Theory]
    [MemberData(nameof(CheapAndDear))]
    public async Task Quote_ThroughAMinute_DrawsTheMinutesBar(string symbol)
    {
        foreach (var start in new[] { "2024-01-17T14:30:00Z", "2024-01-17T17:11:00Z", "2024-01-17T20:59:00Z", "2024-11-29T17:59:00Z" }.Select(At))
        {
            var bar = (await PricesAsync(start.AddMinutes(1), symbol, PriceRange.OneDay)).Bars.Single(bar => bar.Time == start);
            var prices = new List<decimal>();
            for (var i = 0; i <= 300; i++)
            {
                prices.Add((await QuoteAsync(start + (i * Step), symbol)).Price);
            }

            prices[0].Should().Be(bar.Open);
            prices[^1].Should().Be(bar.Close);
            prices.Max().Should().Be(bar.High);
            prices.Min().Should().Be(bar.Low);
        }
    }

    [Theory]
    [MemberData(nameof(CheapAndDear))]
    public async Task Quote_InAnySecondOfAnyHour_IsNeverWhereItWasOneOrTwoStepsAgo(string symbol)
    {
        var start = At("2024-03-08T00:00:00Z"); // a Friday; the clock changes on Sunday
        var clock = new ManualTimeProvider(start);
        var provider = new SyntheticProvider(clock);
        for (var hour = 0; hour < 4 * 24; hour++)
        {
            // A prime number of seconds, so that all places of a minute are met, its border among them.
            await AssertMovesAsync(provider, clock, symbol, seconds: 7);
            clock.Advance(TimeSpan.FromSeconds(3593));
        }
    }

    [Theory]
    [InlineData("2024-03-11T13:29:57Z")] // into the session
    [InlineData("2024-03-11T13:30:57Z")]
    [InlineData("2024-03-11T19:59:57Z")] // out of it
    [InlineData("2024-11-29T17:59:57Z")] // out of an early close
    [InlineData("2024-12-25T00:00:00Z")]
    public async Task Quote_AcrossBorders_IsNeverWhereItWasOneOrTwoStepsAgo(string moment)
    {
        foreach (var symbol in Symbols)
        {
            var clock = new ManualTimeProvider(At(moment));
            await AssertMovesAsync(new SyntheticProvider(clock), clock, symbol, seconds: 8);
        }
    }

    [Fact]
    public async Task Quote_OutsideTheSession_StaysNearTheCloseAndReturnsToIt()
    {
        var close = (await PricesAsync(At("2024-01-19T21:00:00Z"), "MSFT", PriceRange.OneMonth)).Bars[^1].Close;
        for (var moment = At("2024-01-19T21:00:00Z"); moment < At("2024-01-22T14:30:00Z"); moment += TimeSpan.FromMinutes(17))
        {
            (await QuoteAsync(moment, "MSFT")).Price.Should().Be(close);
            (await QuoteAsync(moment.AddSeconds(31.4), "MSFT")).Price.Should().BeInRange(close * 0.9995m, close * 1.0005m);
        }
    }

    /// <summary>Pinned: another version, machine or runtime must show the same live price.</summary>
    [Theory]
    [InlineData("AAPL", "169.74 169.73 169.72 169.74 169.73 169.72 169.74 169.71")]
    [InlineData("ZZTOP", "49.83 49.84 49.85 49.83 49.84 49.85 49.83 49.84")]
    [InlineData("DOGE-USD", "0.104452 0.104454 0.104448 0.104450 0.104462 0.104459 0.104455 0.104464")]
    public async Task Quote_KnownSteps_IsTheSameForEver(string symbol, string expected)
    {
        var prices = new List<decimal>();
        for (var i = 0; i < 8; i++)
        {
            prices.Add((await QuoteAsync(Winter + (i * Step), symbol)).Price);
        }

        string.Join(' ', prices).Should().Be(expected);
    }

    [Fact]
    public async Task Volume_ThroughASession_OnlyGrows()
    {
        var clock = new ManualTimeProvider(At("2024-01-17T14:30:00Z"));
        var provider = new SyntheticProvider(clock);
        var before = -1m;
        while (clock.GetUtcNow() <= At("2024-01-17T21:05:00Z"))
        {
            var quote = (await provider.GetQuotesAsync([Symbol.Parse("F")])).Single();
            quote.Volume.Should().BeGreaterThanOrEqualTo(before);
            before = quote.Volume;
            clock.Advance(TimeSpan.FromSeconds(11));
        }

        before.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task GetQuotesAsync_ManySymbols_AnswersEachOnce()
    {
        var symbols = Enumerable.Range(0, 1_000).Select(i => Symbol.Parse($"S{i}")).ToList();

        var quotes = await Provider(Winter).GetQuotesAsync(symbols);

        quotes.Select(quote => quote.Symbol).Should().Equal(symbols);
        quotes.Select(quote => quote.Price).Distinct().Should().HaveCountGreaterThan(900);
    }

    [Fact]
    public async Task GetQuotesAsync_NoInstrument_IsLeftOut() =>
        (await Provider(Winter).GetQuotesAsync([default, Symbol.Parse("AAPL")])).Should().ContainSingle();

    private static async Task AssertMovesAsync(SyntheticProvider provider, ManualTimeProvider clock, string symbol, int seconds)
    {
        var quotes = new List<Quote> { (await provider.GetQuotesAsync([Symbol.Parse(symbol)])).Single() };
        for (var i = 0; i < seconds * 5; i++)
        {
            clock.Advance(Step);
            quotes.Add((await provider.GetQuotesAsync([Symbol.Parse(symbol)])).Single());
        }

        for (var i = 1; i < quotes.Count; i++)
        {
            foreach (var before in quotes.Take(i).TakeLast(2))
            {
                // A new session opens where it opens, by chance at the price of a moment ago; its volume begins again then.
                (before.Price != quotes[i].Price || before.PreviousClose != quotes[i].PreviousClose)
                    .Should().BeTrue("{0} lives at {1} as at {2}", symbol, quotes[i].Timestamp, before.Timestamp);
            }
        }
    }
}
