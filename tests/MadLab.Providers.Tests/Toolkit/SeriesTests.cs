using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MadLab.Providers.Tests.Toolkit;

public sealed class SeriesTests
{
    private static readonly DateOnly First = new(2024, 1, 1);

    [Fact]
    public void Splits_DivideWhatCameBefore()
    {
        var adjusted = CorporateActions.Adjust([Day(0, 400), Day(1, 404), Day(2, 101)], PriceAdjustment.Splits, [new Split(First.AddDays(2), 4)], []);

        adjusted.Select(b => (b.Close, b.Volume)).Should().Equal((100, 400), (101, 400), (101, 100));
    }

    [Fact]
    public void Dividend_TakesTheFactorOfTheCloseBeforeItsDay()
    {
        var adjusted = CorporateActions.Adjust([Day(0, 80), Day(1, 100), Day(2, 98)], PriceAdjustment.All, [], [new CashDividend(First.AddDays(2), 2)]);

        adjusted.Select(b => b.Close).Should().Equal(78.4m, 98, 98);
        adjusted.Should().OnlyContain(b => b.Volume == 100, "a dividend makes no shares");
    }

    [Fact]
    public void DividendAndSplitOfOneDay_AreBothInThatDaysShares()
    {
        // 100 a share becomes two of 50; one of the new ones is paid a dollar.
        var adjusted = CorporateActions.Adjust([Day(0, 100), Day(1, 49)], PriceAdjustment.All, [new Split(First.AddDays(1), 2)], [new CashDividend(First.AddDays(1), 1)]);

        adjusted[0].Close.Should().Be(49);
    }

    [Fact]
    public void DividendAfterASplitOnDaysWithoutBars_IsInTheSharesOfItsDay()
    {
        var adjusted = CorporateActions.Adjust([Day(0, 100), Day(9, 49)], PriceAdjustment.All, [new Split(First.AddDays(3), 2)], [new CashDividend(First.AddDays(5), 1)]);

        adjusted[0].Close.Should().Be(49);
    }

    [Fact]
    public void AnySeries_OfAnyActions_HasTheReturnsOfWhoHeldOn()
    {
        var scenario =
            from returns in Gen.Choose(-500, 500).ArrayOf(30)
            from splits in Gen.Choose(1, 29).SelectMany(d => Gen.Elements(2m, 4m, 0.1m).Select(r => new Split(First.AddDays(d), r))).ArrayOf(2)
            from dividends in Gen.Choose(1, 29).SelectMany(d => Gen.Choose(1, 100).Select(a => new CashDividend(First.AddDays(d), a / 100m))).ArrayOf(3)
            select (returns, splits: splits.DistinctBy(s => s.Day).ToArray(), dividends: dividends.DistinctBy(d => d.ExDay).ToArray());

        Prop.ForAll(scenario.ToArbitrary(), s =>
        {
            // Forward: what a share is worth after a day's return, less what it paid, in the shares of the day; and the wealth of who holds and reinvests.
            var (price, wealth) = (1_000m, 1m);
            var (bars, wealths) = (new List<Bar>(), new List<decimal>());
            for (var i = 0; i < s.returns.Length; i++)
            {
                var day = First.AddDays(i);
                var before = price;
                var ratio = s.splits.Where(x => x.Day == day).Select(x => x.Ratio).FirstOrDefault(1);
                var paid = i == 0 ? 0 : s.dividends.Where(x => x.ExDay == day).Sum(x => x.Amount);
                var ex = (before / ratio) - paid;
                price = ex * (1 + (s.returns[i] / 10_000m));
                wealth *= i == 0 ? 1 : price / ex;
                bars.Add(Day(i, price));
                wealths.Add(wealth);
            }

            var adjusted = CorporateActions.Adjust(bars, PriceAdjustment.All, s.splits.Where(x => x.Day > First), s.dividends.Where(x => x.ExDay > First));

            for (var i = 1; i < bars.Count; i++)
            {
                ((double)(adjusted[i].Close / adjusted[i - 1].Close)).Should().BeApproximately((double)(wealths[i] / wealths[i - 1]), 1e-9);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20261126, 9));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void SplitThatIsNone_IsMalformed(int ratio)
    {
        var adjust = () => CorporateActions.Adjust([Day(0, 1), Day(1, 1)], PriceAdjustment.Splits, [new Split(First.AddDays(1), ratio)], []);

        adjust.Should().Throw<MarketDataException>().Which.Kind.Should().Be(MarketErrorKind.Malformed);
    }

    [Fact]
    public void Resample_SumsWhatBeginsWithin_FromTheOpeningOn()
    {
        var open = new DateTimeOffset(2024, 1, 2, 14, 30, 0, TimeSpan.Zero);
        var minutes = Enumerable.Range(0, 90).Select(i => new Bar { Time = open.AddMinutes(i), Open = i, High = i + 2, Low = i - 1, Close = i + 1, Volume = 10, IsFinal = i < 80 }).ToList();

        var hours = BarSeries.Resample(minutes, TimeSpan.FromHours(1), open);

        hours.Should().Equal(
            new Bar { Time = open, Open = 0, High = 61, Low = -1, Close = 60, Volume = 600 },
            new Bar { Time = open.AddHours(1), Open = 60, High = 91, Low = 59, Close = 90, Volume = 300, IsFinal = false });
        BarSeries.Resample(minutes, TimeSpan.FromHours(1)).Select(b => b.Time.Minute).Should().AllBeEquivalentTo(0);
    }

    [Fact]
    public void Cut_CountsRangesFromTheNewestBar_AndSessionsByDays()
    {
        var bars = Enumerable.Range(0, 400).Select(i => Day(i, 1)).ToList();
        var symbol = Symbol.Parse("A");

        BarSeries.Cut(bars, new PriceRequest { Symbol = symbol, Range = PriceRange.FiveDays }).Should().HaveCount(5);
        BarSeries.Cut(bars, new PriceRequest { Symbol = symbol, Range = PriceRange.Max }).Should().HaveCount(400);
        BarSeries.Cut(bars, new PriceRequest { Symbol = symbol, Range = PriceRange.OneMonth })[0].Time.Should().Be(bars[^1].Time.AddMonths(-1));
        BarSeries.Cut(bars, new PriceRequest { Symbol = symbol, Range = PriceRange.Max, AsOf = First.AddDays(9) }).Should().HaveCount(10);
        FluentActions.Invoking(() => BarSeries.Cut(bars, new PriceRequest { Symbol = symbol, From = bars[^1].Time.AddDays(1) })).Should().Throw<MarketDataException>().Which.Kind.Should().Be(MarketErrorKind.NoData);
    }

    private static Bar Day(int day, decimal close) => new()
    {
        Time = new DateTimeOffset(First.AddDays(day), default, TimeSpan.Zero), Open = close, High = close, Low = close, Close = close, Volume = 100,
    };
}
