using FluentAssertions;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

/// <summary>Prices as they were known at the close of a past session.</summary>
public sealed class AsOfTests : LeanTestBase
{
    private static readonly DateOnly DayBeforeSplit = LeanFolder.SessionDays[LeanFolder.SessionDays.ToList().IndexOf(LeanFolder.SplitDay) - 1];
    private static readonly DateOnly DayBeforeDividend = LeanFolder.SessionDays[LeanFolder.SessionDays.ToList().IndexOf(LeanFolder.DividendDay) - 1];

    [Fact]
    public async Task GetPrices_BeforeTheSplit_KnowsNothingOfIt()
    {
        var then = await Ask(DayBeforeSplit, PriceAdjustment.All);
        var raw = await Ask(DayBeforeSplit, PriceAdjustment.Raw);

        Day(then.Bars[^1].Time).Should().Be(DayBeforeSplit);
        then.Bars.Should().Equal(raw.Bars, "nothing had happened yet");
        then.Adjustment.Should().Be(PriceAdjustment.All);
    }

    [Fact]
    public async Task GetPrices_OnTheSplitDay_CountsItAndNotTheLaterDividend()
    {
        var then = await Ask(LeanFolder.SplitDay, PriceAdjustment.All);
        var raw = await Ask(LeanFolder.SplitDay, PriceAdjustment.Raw);

        then.Bars[^1].Should().Be(raw.Bars[^1]);
        then.Bars[^2].Close.Should().Be(raw.Bars[^2].Close / LeanFolder.SplitRatio);
        then.Bars[^2].Volume.Should().Be(raw.Bars[^2].Volume * LeanFolder.SplitRatio);
    }

    [Theory]
    [InlineData(PriceAdjustment.All)]
    [InlineData(PriceAdjustment.Splits)]
    public async Task GetPrices_OnTheDividendDay_CountsBoth(PriceAdjustment adjustment)
    {
        var before = await Ask(DayBeforeDividend, adjustment);
        var then = await Ask(LeanFolder.DividendDay, adjustment);

        var factor = adjustment == PriceAdjustment.All ? LeanFolder.DividendFactor : 1;
        then.Bars[^2].Close.Should().BeApproximately(before.Bars[^1].Close * factor, 0.000001m);
        then.Bars[^1].Close.Should().Be((await Ask(LeanFolder.DividendDay, PriceAdjustment.Raw)).Bars[^1].Close);
    }

    [Fact]
    public async Task GetPrices_AsOfTheNewestDay_IsWhatNowIs()
    {
        (await Ask(LeanFolder.NewestDay, PriceAdjustment.All)).Bars.Should().Equal((await Prices("ACME", PriceRange.Max)).Bars);
        (await Ask(new DateOnly(2025, 1, 1), PriceAdjustment.All)).Bars.Should().Equal((await Prices("ACME", PriceRange.Max)).Bars);
    }

    [Fact]
    public async Task GetPrices_Range_CountsBackFromTheDay()
    {
        var holiday = await Ask(LeanFolder.Holiday, PriceAdjustment.All, PriceRange.OneMonth);

        Day(holiday.Bars[^1].Time).Should().Be(LeanFolder.EarlyCloseDay);
        Day(holiday.Bars[0].Time).Should().Be(new DateOnly(2024, 6, 3));
        holiday.AsOf.Should().Be(new DateTimeOffset(2024, 7, 3, 17, 0, 0, TimeSpan.Zero), "that session closed at 13:00 in New York");
    }

    [Fact]
    public async Task GetPrices_OneDay_IsTheSessionOfThatDay()
    {
        var minutes = await Ask(new DateOnly(2024, 1, 10), PriceAdjustment.Raw, PriceRange.OneDay);

        minutes.Interval.Should().Be(BarInterval.OneMinute);
        minutes.Bars.Should().OnlyContain(b => Day(b.Time) == new DateOnly(2024, 1, 10));
    }

    [Fact]
    public async Task GetPrices_BeforeTheFirstBar_HasNoData()
    {
        var act = () => Ask(new DateOnly(2001, 1, 1), PriceAdjustment.All);

        (await act.Should().ThrowAsync<MarketDataException>()).Which.Kind.Should().Be(MarketErrorKind.NoData);
    }

    [Fact]
    public async Task GetPrices_EveryDayOfTheYear_EndsOnItsRawClose()
    {
        var raw = (await Prices("ACME", PriceRange.Max, PriceAdjustment.Raw)).Bars;
        foreach (var bar in raw.Where((_, i) => i % 7 == 0))
        {
            (await Ask(Day(bar.Time), PriceAdjustment.All)).Bars[^1].Should().Be(bar);
        }
    }

    private Task<PriceSeries> Ask(DateOnly asOf, PriceAdjustment adjustment, PriceRange range = PriceRange.Max) =>
        Provider.GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse("ACME"), Range = range, Adjustment = adjustment, AsOf = asOf });
}
