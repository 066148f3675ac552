using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Market.Calendars;
using MadLab.Market.Providers.Synthetic;
using Xunit;
using static MadLab.Market.Tests.Providers.Synthetic.Moments;

namespace MadLab.Market.Tests.Providers.Synthetic;

public sealed class SyntheticPricesTests
{
    public static TheoryData<string> SomeSymbols => ["AAPL", "F", "DOGE-USD", "BRK.B", "BTC-USD", "EURUSD=X", "ZZTOP", "O:SPY251219C00650000"];

    [Theory]
    [MemberData(nameof(Moments.All), MemberType = typeof(Moments))]
    public async Task GetPricesAsync_EveryRange_HasValidBarsUpToNow(string moment)
    {
        var now = At(moment);
        foreach (var range in Enum.GetValues<PriceRange>())
        {
            var series = await PricesAsync(now, "MSFT", range);

            series.Bars.Should().NotBeEmpty();
            series.Interval.Should().Be(range switch
            {
                PriceRange.OneDay => BarInterval.OneMinute,
                PriceRange.FiveDays => BarInterval.FiveMinutes,
                _ => BarInterval.OneDay,
            });
            series.Bars.Should().OnlyContain(bar =>
                bar.Low > 0 && bar.Low <= Math.Min(bar.Open, bar.Close) && Math.Max(bar.Open, bar.Close) <= bar.High && bar.Volume >= 0);
            series.Bars.Select(bar => bar.Time).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
            series.Bars.SkipLast(1).Should().NotContain(bar => !bar.IsFinal);
            series.Bars[^1].Time.Should().BeOnOrBefore(now);
            series.AsOf.Should().BeOnOrBefore(now);
            series.Currency.Should().Be("USD");
        }
    }

    [Theory]
    [MemberData(nameof(Moments.All), MemberType = typeof(Moments))]
    public async Task GetPricesAsync_Daily_IsEverySessionOfTheRangeUpToTheLastFinished(string moment)
    {
        var now = At(moment);
        var newest = SessionIndex.DayOf(SessionIndex.NewestFinished(now));
        foreach (var range in Enum.GetValues<PriceRange>().Where(range => !range.IsIntraday()))
        {
            var series = await PricesAsync(now, "MSFT", range);

            var days = series.Bars.Select(bar => DateOnly.FromDateTime(bar.Time.UtcDateTime)).ToList();
            var first = range.FirstDay(newest) is var day && day > SessionIndex.First ? day : SessionIndex.First;
            days.Should().Equal(Sessions(first, newest));
            series.Bars.Should().OnlyContain(bar => bar.Time.TimeOfDay == TimeSpan.Zero && bar.IsFinal);
            series.AsOf.Should().Be(TradingCalendar.UsEquity.Session(newest).CloseUtc);
        }
    }

    [Theory]
    [InlineData("2024-01-17T16:03:27Z", 94, false)]
    [InlineData("2024-01-17T14:30:00Z", 1, false)]
    [InlineData("2024-01-17T16:04:00Z", 95, false)]
    [InlineData("2024-01-17T20:59:59Z", 390, false)]
    [InlineData("2024-01-17T21:00:00Z", 390, true)]
    [InlineData("2024-01-20T12:00:00Z", 390, true)]
    [InlineData("2024-11-29T20:00:00Z", 210, true)]
    [InlineData("2024-11-29T17:00:00Z", 151, false)]
    public async Task GetPricesAsync_OneDay_IsTheNewestSessionByTheMinute(string moment, int bars, bool final)
    {
        var series = await PricesAsync(At(moment), "AAPL", PriceRange.OneDay);

        series.Bars.Should().HaveCount(bars);
        series.Bars[^1].IsFinal.Should().Be(final);
        series.Bars.Select((bar, i) => bar.Time.AddMinutes(-i)).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task GetPricesAsync_FiveDays_IsFiveSessionsWithTheRunningOne()
    {
        var series = await PricesAsync(Winter, "AAPL", PriceRange.FiveDays);

        var days = series.Bars.GroupBy(bar => DateOnly.FromDateTime(bar.Time.UtcDateTime)).ToDictionary(day => day.Key, day => day.Count());
        days.Keys.Should().Equal(new DateOnly(2024, 1, 10), new(2024, 1, 11), new(2024, 1, 12), new(2024, 1, 16), new(2024, 1, 17));
        days.Values.Should().Equal(78, 78, 78, 78, 19);
        series.Bars[^1].IsFinal.Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(SomeSymbols))]
    public async Task GetPricesAsync_FinerBars_JoinToTheDailyBar(string symbol)
    {
        foreach (var close in new[] { "2024-01-17T21:00:00Z", "2024-11-29T18:00:00Z", "2024-03-11T20:00:00Z", "2031-07-15T22:00:00Z" })
        {
            var daily = (await PricesAsync(At(close), symbol, PriceRange.OneMonth)).Bars[^1];
            var minutes = (await PricesAsync(At(close), symbol, PriceRange.OneDay)).Bars;
            var longer = (await PricesAsync(At(close), symbol, PriceRange.FiveDays)).Bars.Where(bar => bar.Time >= minutes[0].Time).ToList();

            foreach (var bars in new[] { minutes, longer })
            {
                bars[0].Open.Should().Be(daily.Open);
                bars[^1].Close.Should().Be(daily.Close);
                bars.Max(bar => bar.High).Should().Be(daily.High);
                bars.Min(bar => bar.Low).Should().Be(daily.Low);
                bars.Sum(bar => bar.Volume).Should().Be(daily.Volume);
            }
        }
    }

    [Fact]
    public async Task GetPricesAsync_AskedLater_NeverChangesAFinishedBar()
    {
        var before = (await PricesAsync(Winter, "NVDA", PriceRange.OneDay)).Bars;
        var after = (await PricesAsync(Winter.AddHours(3), "NVDA", PriceRange.OneDay)).Bars;
        after.Take(before.Count - 1).Should().Equal(before.SkipLast(1));

        var year = (await PricesAsync(Winter, "NVDA", PriceRange.OneYear)).Bars;
        var all = (await PricesAsync(Winter.AddYears(8), "NVDA", PriceRange.Max)).Bars;
        all.Where(bar => bar.Time >= year[0].Time && bar.Time <= year[^1].Time).Should().Equal(year);
    }

    [Theory]
    [MemberData(nameof(SomeSymbols))]
    public async Task GetPricesAsync_Max_ReachesBackDecadesWithoutExploding(string symbol)
    {
        var bars = (await PricesAsync(At("2100-12-31T22:00:00Z"), symbol, PriceRange.Max)).Bars;

        bars[0].Time.Should().Be(new DateTimeOffset(2000, 1, 3, 0, 0, 0, TimeSpan.Zero));
        bars.Should().HaveCountGreaterThan(25_000);
        var middle = bars.Select(bar => bar.Close).Order().ElementAt(bars.Count / 2);
        bars.Should().OnlyContain(bar => bar.Low > middle / 40 && bar.High < middle * 40);
    }

    [Theory]
    [MemberData(nameof(SomeSymbols))]
    public async Task GetPricesAsync_EveryYear_IsAsVolatileAsAMarket(string symbol)
    {
        var bars = (await PricesAsync(At("2026-01-02T22:00:00Z"), symbol, PriceRange.Max)).Bars;

        var returns = bars.Zip(bars.Skip(1), (a, b) => Math.Log((double)(b.Close / a.Close))).ToArray();
        for (var start = 0; start + 252 <= returns.Length; start += 63)
        {
            var year = returns[start..(start + 252)];
            var mean = year.Average();
            var volatility = Math.Sqrt(252 * year.Sum(r => (r - mean) * (r - mean)) / 251);
            volatility.Should().BeInRange(0.15, 0.60, "{0} from {1}", symbol, bars[start].Time);
        }
    }

    [Fact]
    public async Task GetPricesAsync_DailyOnly_AnswersSessionsForIntradayRanges()
    {
        var series = await Provider(Winter).GetPricesAsync(
            new PriceRequest { Symbol = Symbol.Parse("AAPL"), Range = PriceRange.FiveDays, DailyOnly = true, Adjustment = PriceAdjustment.Raw });

        series.Interval.Should().Be(BarInterval.OneDay);
        series.Adjustment.Should().Be(PriceAdjustment.Raw);
        series.Bars.Select(bar => bar.Time.Day).Should().Equal(9, 10, 11, 12, 16);
    }

    [Fact]
    public async Task GetPricesAsync_BeforeTheFirstSession_SaysThereIsNoData()
    {
        foreach (var range in Enum.GetValues<PriceRange>())
        {
            var act = () => PricesAsync(At("1999-12-31T15:00:00Z"), "AAPL", range);
            (await act.Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().Be(MarketErrorKind.NoData);
        }
    }

    [Fact]
    public async Task GetPricesAsync_AnyValidSymbol_IsAnsweredAlikeByEveryInstance()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.&/:=@$#^_-";
        var symbols = Gen.ArrayOf(Gen.Elements(alphabet.ToCharArray())).Select(chars => new string(chars))
            .Where(text => Symbol.TryParse(text, out _))
            .ToArbitrary();
        await Task.Run(() => Prop.ForAll(symbols, text =>
        {
            var first = PricesAsync(Winter, text, PriceRange.OneMonth).Result.Bars;
            var second = PricesAsync(Winter, text, PriceRange.OneMonth).Result.Bars;
            var quote = QuoteAsync(Winter, text).Result;
            return first.SequenceEqual(second) && first.All(bar => bar.Low > 0) && quote == QuoteAsync(Winter, text).Result && quote.Bid > 0;
        }).QuickCheckThrowOnFailure());
    }

    /// <summary>Pinned: another version, machine or runtime must show the same history.</summary>
    [Theory]
    [InlineData("AAPL", "2000-01-03", "98.00 99.55 96.85 98.26 51286628")]
    [InlineData("AAPL", "2024-01-16", "167.91 168.60 167.55 167.69 59238186")]
    [InlineData("ZZTOP", "2024-01-16", "48.71 49.53 48.02 49.37 1932815")]
    [InlineData("DOGE-USD", "2024-01-16", "0.108121 0.110540 0.105441 0.106893 27530066")]
    public async Task GetPricesAsync_KnownDay_IsTheSameForEver(string symbol, string day, string expected)
    {
        var bar = (await PricesAsync(Winter, symbol, PriceRange.Max)).Bars.Single(bar => bar.Time == At(day + "T00:00:00Z"));

        $"{bar.Open} {bar.High} {bar.Low} {bar.Close} {bar.Volume}".Should().Be(expected);
    }

    private static IEnumerable<DateOnly> Sessions(DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (TradingCalendar.UsEquity.IsSession(day))
            {
                yield return day;
            }
        }
    }
}
