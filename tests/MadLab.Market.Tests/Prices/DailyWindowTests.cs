using FluentAssertions;
using MadLab.Market.Prices;
using Xunit;

namespace MadLab.Market.Tests.Prices;

/// <summary>Windows against a slow look at all bars, at random and at the edges.</summary>
public sealed class DailyWindowTests
{
    private static readonly DateTimeOffset First = new(2020, 1, 6, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Cut_AnyWindow_IsWhatLiesBetweenItsEnds()
    {
        var random = new Random(20240705);
        var daily = Daily(900);
        for (var i = 0; i < 2_000; i++)
        {
            var from = First.AddHours(random.Next(-500, 22_000));
            var window = new PriceWindow(BarInterval.OneDay, from, from.AddHours(random.Next(0, 3_000)));

            var expected = daily.Bars.Where(b => b.Time >= window.From && b.Time <= window.To).ToList();

            if (expected.Count == 0)
            {
                FluentActions.Invoking(() => Bars(daily, window)).Should().Throw<MarketDataException>($"{window}");
            }
            else
            {
                Bars(daily, window).Should().Equal(expected, $"{window}");
            }
        }
    }

    [Fact]
    public void Cut_AnyWindowOfWeeks_IsEveryWeekThatItTouches()
    {
        var random = new Random(20240706);
        var daily = Daily(900);
        for (var i = 0; i < 150; i++)
        {
            var from = First.AddHours(random.Next(0, 20_000));
            var window = new PriceWindow(BarInterval.OneWeek, from, from.AddHours(random.Next(0, 3_000)));

            var weeks = Bars(daily, window);

            weeks.Select(w => w.Time).Should().Equal(
                daily.Bars.Select(b => BarResampler.MondayOf(b.Time)).Distinct().Where(m => m >= BarResampler.MondayOf(from) && m <= window.To), $"{window}");
            foreach (var week in weeks)
            {
                var days = daily.Bars.Where(b => b.Time >= week.Time && b.Time < week.Time.AddDays(7)).ToList();
                week.Should().Be(new Bar
                {
                    Time = week.Time, Open = days[0].Open, High = days.Max(d => d.High), Low = days.Min(d => d.Low), Close = days[^1].Close, Volume = days.Sum(d => d.Volume),
                    IsFinal = week.IsFinal,
                });
            }
        }
    }

    [Fact]
    public void Covering_AnyWindow_IsARangeThatHoldsItWhereverTheNewestBarIs()
    {
        var random = new Random(20240707);
        var now = new DateTimeOffset(2024, 7, 5, 12, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 2_000; i++)
        {
            var from = now.AddDays(-random.Next(0, 4_000));
            var newest = DateOnly.FromDateTime(now.AddDays(-random.Next(0, 400)).UtcDateTime);
            var range = DailyWindow.Covering(new PriceWindow(BarInterval.OneWeek, from, null), PriceRange.SixMonths, now);

            range.FirstDay(newest).Should().BeOnOrBefore(DateOnly.FromDateTime(BarResampler.MondayOf(from).UtcDateTime));
        }
    }

    [Fact]
    public void Cut_OfARangeUpToADay_CountsBackFromTheBarBeforeIt()
    {
        var daily = Daily(100);
        var sunday = First.AddDays(20);

        var bars = Bars(daily, new PriceWindow(BarInterval.OneDay, null, sunday), PriceRange.FiveDays);

        bars.Select(b => b.Time).Should().Equal(Enumerable.Range(0, 5).Select(i => First.AddDays(14 + i)));
    }

    [Theory]
    [InlineData(-20, -1)]
    [InlineData(5, 6)]
    [InlineData(2_000, 2_001)]
    public void Cut_WithoutABar_HasNoData(int from, int to)
    {
        var act = () => Bars(Daily(100), new PriceWindow(BarInterval.OneDay, First.AddDays(from), First.AddDays(to)));

        act.Should().Throw<MarketDataException>().Which.Kind.Should().Be(MarketErrorKind.NoData);
    }

    [Fact]
    public void Cut_ThatLeavesTheNewestBarOut_DoesNotSayWhenItEnded()
    {
        var daily = Daily(100) with { AsOf = First.AddDays(99) };

        DailyWindow.Cut(daily, new PriceWindow(BarInterval.OneDay, First, null), PriceRange.Max).AsOf.Should().Be(daily.AsOf);
        DailyWindow.Cut(daily, new PriceWindow(BarInterval.OneDay, First, First.AddDays(3)), PriceRange.Max).AsOf.Should().BeNull();
    }

    private static IReadOnlyList<Bar> Bars(PriceSeries daily, PriceWindow window, PriceRange range = PriceRange.Max) => DailyWindow.Cut(daily, window, range).Bars;

    /// <summary>Weekdays from a Monday on.</summary>
    private static PriceSeries Daily(int days) => BarSource.SeriesOf(
        BarInterval.OneDay,
        BarSource.Walk(First, TimeSpan.FromDays(1), days, 7).Where(b => b.Time.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));
}
