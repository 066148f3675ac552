using FluentAssertions;
using MadLab.Market.Calendars;
using MadLab.Market.Prices;
using MadLab.Market.Providers.Synthetic;
using Xunit;
using static MadLab.Market.Tests.Providers.Synthetic.Moments;

namespace MadLab.Market.Tests.Providers.Synthetic;

/// <summary>Bars of a chosen length, windows and past days of the made-up market.</summary>
public sealed class SyntheticWindowTests
{
    [Theory]
    [MemberData(nameof(Moments.All), MemberType = typeof(Moments))]
    public async Task GetPrices_EveryLength_IsWhatTheMinutesMake(string moment)
    {
        var now = At(moment);
        var minutes = await AskAsync(now, new PriceRequest { Symbol = Symbol.Parse("MSFT"), Range = PriceRange.FiveDays, Interval = BarInterval.OneMinute });
        foreach (var interval in new[] { BarInterval.FiveMinutes, BarInterval.FifteenMinutes, BarInterval.OneHour })
        {
            var own = await AskAsync(now, new PriceRequest { Symbol = Symbol.Parse("MSFT"), Range = PriceRange.FiveDays, Interval = interval });

            own.Interval.Should().Be(interval);
            own.Bars.Should().Equal(BarResampler.ToIntraday(minutes, interval, SessionGrid.Of(minutes, alwaysOpen: false), null));
        }
    }

    [Theory]
    [MemberData(nameof(Moments.All), MemberType = typeof(Moments))]
    public async Task GetPrices_AsOfADay_IsWhatTheMarketSaidAtItsClose(string moment)
    {
        var session = TradingCalendar.UsEquity.NewestFinished(At("2024-01-17T16:03:27.400Z"));
        if (At(moment) < session.CloseUtc)
        {
            session = TradingCalendar.UsEquity.NewestFinished(At(moment));
        }

        foreach (var request in new[]
        {
            new PriceRequest { Symbol = Symbol.Parse("F"), Range = PriceRange.OneYear },
            new PriceRequest { Symbol = Symbol.Parse("F"), Range = PriceRange.FiveDays },
            new PriceRequest { Symbol = Symbol.Parse("F"), Range = PriceRange.OneMonth, Interval = BarInterval.OneHour },
        })
        {
            var then = await AskAsync(session.CloseUtc, request);
            var now = await AskAsync(At(moment), request with { AsOf = session.Day });

            now.Should().BeEquivalentTo(then, o => o.WithStrictOrdering());
        }
    }

    [Fact]
    public async Task GetPrices_AsOfTheRunningSession_EndsWithTheLastFinishedOne()
    {
        var series = await AskAsync(Winter, new PriceRequest { Symbol = Symbol.Parse("F"), Range = PriceRange.OneDay, AsOf = new DateOnly(2024, 1, 17) });

        series.Bars.Should().HaveCount(390).And.OnlyContain(b => b.IsFinal && b.Time.Day == 16);
    }

    [Theory]
    [InlineData("2024-01-20", "2024-01-21")]
    [InlineData("1999-01-01", "1999-12-31")]
    public async Task GetPrices_WindowWithoutASession_HasNoData(string from, string to)
    {
        var request = new PriceRequest { Symbol = Symbol.Parse("F"), Interval = BarInterval.OneMinute, From = At(from + "T06:00:00Z"), To = At(to + "T20:00:00Z") };

        var failure = await Assert.ThrowsAsync<MarketDataException>(() => AskAsync(Winter.AddDays(30), request));

        failure.Kind.Should().Be(MarketErrorKind.NoData);
    }

    private static Task<PriceSeries> AskAsync(DateTimeOffset now, PriceRequest request) => Provider(now).GetPricesAsync(request);
}
