using System.Globalization;
using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Quality;
using MadLab.Market.Tests.Analytics;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Market.Tests.Quality;

public sealed class PriceValidationTests
{
    private static readonly DateTimeOffset Now = new(2024, 1, 31, 18, 0, 0, TimeSpan.Zero);

    private static readonly Bar Good = new() { Time = Series.Start.AddDays(1), Open = 10, High = 12, Low = 9, Close = 11, Volume = 5 };

    [LeanDataTheory]
    [InlineData("spy")]
    [InlineData("aapl")]
    [InlineData("ibm")]
    public void Check_RealSeries_Passes(string ticker)
    {
        var series = LeanFiles.Daily(ticker);

        var act = () => PriceValidation.Check(new PriceRequest { Symbol = series.Symbol, Range = PriceRange.Max, Adjustment = series.Adjustment }, series, Now);

        act.Should().NotThrow();
        series.Bars.Should().HaveCount(5_849);
    }

    [Fact]
    public void Check_RawForAdjusted_PassesForItSaysSo()
    {
        var series = Series.Daily("TEST", 10, 11) with { Adjustment = PriceAdjustment.Raw };

        var act = () => PriceValidation.Check(new PriceRequest { Symbol = series.Symbol, Adjustment = PriceAdjustment.All }, series, Now);

        act.Should().NotThrow();
    }

    public static TheoryData<string, Bar, string> BadBars() => new()
    {
        { "repeated time", Good with { Time = Series.Start }, "*bar 1 (2024-01-01T*not after the one before, of 2024-01-01T00:00:00Z*" },
        { "earlier time", Good with { Time = Series.Start.AddDays(-1) }, "*bar 1 (2023-12-31T*not after*" },
        { "local time", Good with { Time = new DateTimeOffset(2024, 1, 2, 0, 0, 0, TimeSpan.FromHours(-5)) }, "*bar 1*not UTC*" },
        { "time of day", Good with { Time = Series.Start.AddHours(37) }, "*bar 1 (2024-01-02T13:00:00*midnight UTC*" },
        { "low above open", Good with { Low = 10.5m }, "*bar 1 (2024-01-02T*open 10 and close 11*low 10.5 and high 12*" },
        { "low above close", Good with { Open = 12, Low = 11.5m }, "*low 11.5*" },
        { "high below open", Good with { Open = 13 }, "*open 13*" },
        { "high below close", Good with { Close = 12.01m }, "*close 12.01*" },
        { "low above high", Good with { Low = 12, High = 9 }, "*low 12 and high 9*" },
        { "zero low", Good with { High = 0 }, "*high 0*" },
        { "negative volume", Good with { Volume = -1 }, "*volume -1 is negative*" },
    };

    [Theory]
    [MemberData(nameof(BadBars))]
    public void Check_BadBar_ThrowsAndNamesIt(string why, Bar bar, string message)
    {
        var act = () => PriceValidation.Check(Series.Of("TEST", [Series.Flat(Series.Start, 10), bar, Series.Flat(Series.Start.AddDays(9), 10)]));

        act.Should().Throw<MarketDataException>(why).WithMessage("TEST: " + message).Which.Kind.Should().Be(MarketErrorKind.Malformed);
    }

    [Fact]
    public void Check_UnfinishedBar_PassesOnlyAtTheEnd()
    {
        var running = Good with { IsFinal = false };
        var atTheEnd = () => PriceValidation.Check(Series.Of("TEST", [Series.Flat(Series.Start, 10), running]));
        var before = () => PriceValidation.Check(Series.Of("TEST", [running, Series.Flat(Series.Start.AddDays(2), 10)]));

        atTheEnd.Should().NotThrow();
        before.Should().Throw<MarketDataException>().WithMessage("TEST: bar 0 *only the newest*");
    }

    [Fact]
    public void Check_NegativeAndZeroPrices_Pass()
    {
        var oil = Good with { Open = 5, High = 5, Low = -40.32m, Close = -37.63m, Volume = 0 };
        var act = () => PriceValidation.Check(Series.Of("CL=F", [Series.Flat(Series.Start, 0), oil]));

        act.Should().NotThrow();
    }

    [Fact]
    public void Check_IntradayBars_MayStartAtAnyTime()
    {
        var minutes = Series.Of("TEST", [Good with { Time = Series.Start.AddMinutes(870) }, Good with { Time = Series.Start.AddMinutes(871) }]) with { Interval = BarInterval.OneMinute };
        var act = () => PriceValidation.Check(new PriceRequest { Symbol = minutes.Symbol, Range = PriceRange.OneDay, Adjustment = PriceAdjustment.All }, minutes, Now);

        act.Should().NotThrow();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2_500, true)]
    public void Check_BarThatIsStillToCome_ThrowsFromADayOn(int daysAhead, bool throws)
    {
        // A session of the next date may have begun east of Greenwich.
        var today = new DateTimeOffset(Now.Date, TimeSpan.Zero);
        var series = Series.Of("TEST", [Good, Good with { Time = today.AddDays(daysAhead) }]);
        var act = () => PriceValidation.Check(new PriceRequest { Symbol = series.Symbol, Adjustment = series.Adjustment }, series, Now);

        if (throws)
        {
            act.Should().Throw<MarketDataException>().WithMessage("TEST: the newest bar begins *, which is still to come.").Which.Kind.Should().Be(MarketErrorKind.Malformed);
        }
        else
        {
            act.Should().NotThrow();
        }
    }

    public static TheoryData<string, PriceRequest, PriceSeries?> Mismatches()
    {
        var daily = new PriceRequest { Symbol = Symbol.Parse("TEST"), Adjustment = PriceAdjustment.All };
        var series = Series.Of("TEST", [Good]);
        return new()
        {
            { "null", daily, null },
            { "no bars", daily, series with { Bars = [] } },
            { "no list", daily, series with { Bars = null! } },
            { "another symbol", daily, series with { Symbol = Symbol.Parse("OTHER") } },
            { "no symbol", daily, series with { Symbol = default } },
            { "intraday for a daily range", daily, series with { Interval = BarInterval.OneHour } },
            { "intraday for daily only", daily with { Range = PriceRange.OneDay, DailyOnly = true }, series with { Interval = BarInterval.OneHour } },
            { "weekly", daily, series with { Interval = BarInterval.OneWeek } },
            { "an interval that is none", daily, series with { Interval = (BarInterval)99 } },
            { "an interval below all", daily with { Range = PriceRange.OneDay }, series with { Interval = (BarInterval)(-1) } },
            { "another adjustment", daily, series with { Adjustment = PriceAdjustment.Splits } },
            { "an adjustment that is none", daily, series with { Adjustment = (PriceAdjustment)99 } },
            { "a local moment", daily, series with { AsOf = new DateTimeOffset(2024, 1, 2, 16, 0, 0, TimeSpan.FromHours(-5)) } },
        };
    }

    [Theory]
    [MemberData(nameof(Mismatches))]
    public void Check_AnswerThatIsNotWhatWasAsked_ThrowsMalformed(string why, PriceRequest request, PriceSeries? series)
    {
        var act = () => PriceValidation.Check(request, series, Now);

        act.Should().Throw<MarketDataException>(why).WithMessage("TEST: *").Which.Kind.Should().Be(MarketErrorKind.Malformed);
    }

    [Fact]
    public void Check_ListsOfAnyKind_AreAllRead()
    {
        Bar[] bad = [Good, Good];
        foreach (IReadOnlyList<Bar> bars in new IReadOnlyList<Bar>[] { bad, bad.ToList(), Array.AsReadOnly(bad) })
        {
            var act = () => PriceValidation.Check(Series.Of("TEST", bars));

            act.Should().Throw<MarketDataException>().WithMessage("*bar 1*");
        }
    }

    [Fact]
    public void Check_HostsCulture_DoesNotReachTheMessage()
    {
        var earlier = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("", false) { NumberFormat = { NumberDecimalSeparator = "," } };
            var act = () => PriceValidation.Check(Series.Of("TEST", [Good with { Low = 10.5m }]));

            act.Should().Throw<MarketDataException>().WithMessage("*low 10.5*");
        }
        finally
        {
            CultureInfo.CurrentCulture = earlier;
        }
    }

    [Fact]
    public void Check_ValidSeries_AllocatesNothing()
    {
        var request = new PriceRequest { Symbol = Symbol.Parse("TEST"), Range = PriceRange.Max };
        var series = Series.Daily("TEST", Series.Walk(1, 1_000));
        PriceValidation.Check(request, series, series.Bars[^1].Time);

        var before = GC.GetAllocatedBytesForCurrentThread();
        PriceValidation.Check(request, series, series.Bars[^1].Time);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public void Check_AnyFourPrices_PassesExactlyWhenTheyAreOrdered() =>
        Seeded.Check(Prop.ForAll(Gen.Choose(-3, 3).Four().ToArbitrary(), p =>
        {
            var (open, high, low, close) = p;
            var valid = low <= Math.Min(open, close) && Math.Max(open, close) <= high;
            try
            {
                PriceValidation.Check(Series.Of("TEST", [Good with { Open = open, High = high, Low = low, Close = close }]));
                return valid;
            }
            catch (MarketDataException)
            {
                return !valid;
            }
        }));
}
