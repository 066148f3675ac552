using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Calendars;
using MadLab.Market.Quality;
using MadLab.Market.Tests.Analytics;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Market.Tests.Quality;

public sealed class QualityInspectorTests
{
    private static readonly DateOnly First = new(2024, 1, 2);

    public static TheoryData<string, string, decimal> Splits => new()
    {
        { "aapl", "2000-06-21", 2 },
        { "aapl", "2005-02-28", 2 },
        { "aapl", "2014-06-09", 7 },
        { "aapl", "2020-08-31", 4 },
        { "ibm", "1999-05-27", 2 },
    };

    [LeanDataTheory]
    [MemberData(nameof(Splits))]
    public void Inspect_SplitDayOfARawSeries_IsALevelShiftWithItsRatio(string ticker, string day, decimal ratio)
    {
        var issue = Issues(LeanFiles.Daily(ticker, adjusted: false)).Single(i => i.Date == Date(day));

        issue.Kind.Should().Be(QualityKind.LevelShift);
        issue.Value.Should().Be(ratio);
        issue.Severity.Should().Be(QualitySeverity.Info, "raw prices are meant to show their splits");
        issue.Message.Should().Contain($"{ratio} for 1");
    }

    [LeanDataTheory]
    [InlineData("aapl", 4)]
    [InlineData("ibm", 1)]
    [InlineData("spy", 0)]
    public void Inspect_RawSeries_ShowsItsSplitsAndNothingElse(string ticker, int splits) =>
        Issues(LeanFiles.Daily(ticker, adjusted: false)).Select(i => i.Kind).Should().Equal(Enumerable.Repeat(QualityKind.LevelShift, splits));

    [Fact]
    public void Inspect_SplitLeftInAnAdjustedSeries_IsAnError()
    {
        var issue = Issues(Daily([.. Series.Walk(1, 200).Select((c, i) => i < 120 ? c : c / 7)])).Single();

        issue.Kind.Should().Be(QualityKind.LevelShift);
        issue.Severity.Should().Be(QualitySeverity.Error);
        issue.Value.Should().Be(7);
    }

    [Theory]
    [InlineData(100, 0.01)]
    [InlineData(0.01, 100)]
    [InlineData(0.001, 1_000)]
    public void Inspect_ChangeOfUnit_IsALevelShiftWithItsRatio(double factor, double ratio)
    {
        var issue = Issues(Daily([.. Series.Walk(1, 200).Select((c, i) => i < 120 ? c : c * (decimal)factor)])).Single();

        issue.Kind.Should().Be(QualityKind.LevelShift);
        issue.Message.Should().Contain("change of unit");
        issue.Value.Should().Be((decimal)ratio);
    }

    [Fact]
    public void Inspect_AnotherCompanyUnderTheSymbol_IsALevelShift() =>
        Issues(Daily([.. Series.Walk(1, 200).Select((c, i) => i < 120 ? c : c * 17.3m)])).Single().Kind.Should().Be(QualityKind.LevelShift);

    [Fact]
    public void Inspect_SpikeThatComesBack_IsOneOutlierWithWhatWasExpected()
    {
        var closes = Series.Walk(1, 200);
        var (before, after) = (closes[99], closes[101]);
        closes[100] *= 1.2m;

        var issue = Issues(Daily(closes)).Single();

        issue.Kind.Should().Be(QualityKind.Outlier);
        issue.Date.Should().Be(Daily(closes).Bars[100].Time);
        issue.Value.Should().Be(closes[100]);
        issue.Expected.Should().BeInRange(Math.Min(before, after), Math.Max(before, after));
    }

    [Fact]
    public void Inspect_SpikeOfThreeBars_IsThreeOutliers()
    {
        var closes = Series.Walk(1, 200).Select((c, i) => i is >= 100 and < 103 ? c * 100 : c).ToArray();

        Issues(Daily(closes)).Select(i => i.Kind).Should().Equal(QualityKind.Outlier, QualityKind.Outlier, QualityKind.Outlier);
    }

    [Fact]
    public void Inspect_LivelyInstrument_IsNotAccused() =>
        Issues(Daily(Series.Walk(1, 250, deviation: 0.3))).Should().BeEmpty("returns of 20 % and more are its habit");

    [Fact]
    public void Inspect_QuietInstrumentsLivelyDay_IsNoIssue() =>
        Issues(Daily([.. Series.Walk(1, 200, deviation: 0.0001).Select((c, i) => i < 120 ? c : c * 1.15m)]))
            .Should().BeEmpty("15 % is many deviations, but nothing unheard of");

    [Theory]
    [InlineData(100, 1)]
    [InlineData(1_000, 0)] // the volume of news
    public void Inspect_LastingMoveNoSplitExplains_IsAnOutlierOnlyWithoutVolume(int volume, int issues)
    {
        var bars = Daily([.. Series.Walk(1, 200).Select((c, i) => i < 120 ? c : c * 0.72m)]).Bars.ToArray();
        bars[120] = bars[120] with { Volume = volume };

        Issues(Daily() with { Bars = bars }).Should().HaveCount(issues);
    }

    [Fact]
    public void Inspect_MissingSessions_AreOneGapARunHolidaysAreNone()
    {
        // Without Friday 12 January to Wednesday the 17th; Monday the 15th was a holiday.
        var bars = Daily(Series.Walk(1, 30)).Bars.ToList();
        bars.RemoveAll(b => b.Time >= Date("2024-01-12") && b.Time <= Date("2024-01-17"));

        var (issues, expected) = QualityInspector.Inspect(Daily() with { Bars = bars });
        var gap = issues.ToList().Single();

        gap.Kind.Should().Be(QualityKind.Gap);
        gap.Date.Should().Be(Date("2024-01-12"));
        gap.Value.Should().Be(3);
        expected.Should().Be(30);
    }

    [Fact]
    public void Inspect_BarsOfEveryDay_AreMeasuredAgainstEveryDay()
    {
        var bars = Series.Daily("BTC-USD", Series.Walk(1, 60)).Bars.ToList();
        bars.RemoveAt(30);

        var (issues, expected) = QualityInspector.Inspect(Series.Of("BTC-USD", bars));

        expected.Should().Be(60);
        issues.ToList().Single().Kind.Should().Be(QualityKind.Gap);
    }

    [Theory]
    [InlineData(7, 0)] // as in September 2001
    [InlineData(8, 1)]
    public void Inspect_ExchangeWithoutACalendar_HasAGapPastAWeek(int days, int gaps)
    {
        var bars = Series.Daily("SAP", Series.Walk(1, 3)).Bars.Append(Series.Flat(Series.Start.AddDays(2 + days), 100)).ToArray();

        var (issues, expected) = QualityInspector.Inspect(Series.Of("SAP", bars) with { Currency = "EUR" });

        expected.Should().BeNull();
        issues.Of(QualityKind.Gap).Should().Be(gaps);
    }

    [Theory]
    [InlineData("USD", 6)] // dollars: an American share, although somebody wrote bars on its holidays
    [InlineData(null, null)]
    [InlineData("EUR", null)]
    public void Inspect_BarsOnAmericanHolidays_AreOfThatExchangeOnlyInDollars(string? currency, int? missing)
    {
        var weekdays = Enumerable.Range(0, 182).Select(i => Series.Start.AddDays(i)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        var bars = weekdays.Where(d => d < Date("2024-03-04") || d > Date("2024-03-11")).Zip(Series.Walk(1, 182), Series.Flat).ToArray();

        var gaps = QualityInspector.Inspect(Series.Of("A", bars) with { Currency = currency }).Issues.ToList().Where(i => i.Kind == QualityKind.Gap);

        gaps.SingleOrDefault(i => i.Severity == QualitySeverity.Warning)?.Value.Should().Be(missing);
        gaps.Any(i => i.Severity == QualitySeverity.Warning).Should().Be(missing is not null);
    }

    [Fact]
    public void Inspect_SignsAndOrderWrong_AreNamed()
    {
        var bars = Daily(Series.Walk(1, 10)).Bars.ToList();
        bars[2] = bars[2] with { Low = -1 };
        bars[3] = bars[3] with { Volume = -5 };
        bars[4] = bars[4] with { High = bars[4].Close - 1 };
        bars[5] = bars[5] with { Open = 0, High = 200, Low = 0 };
        bars.Insert(8, bars[7]);
        (bars[0], bars[1]) = (bars[1], bars[0]);

        var issues = Issues(Daily() with { Bars = bars });

        issues.Select(i => (i.Kind, i.Date.Day)).Should().BeEquivalentTo(new[]
        {
            (QualityKind.Negative, 4), (QualityKind.Negative, 5), (QualityKind.Ohlc, 8), (QualityKind.Negative, 9),
            (QualityKind.Duplicate, 11), (QualityKind.Duplicate, 2),
        });
    }

    [Fact]
    public void Inspect_BarThatRepeatsTheOneBefore_IsADuplicateFlatOnesAreNot()
    {
        var bars = Daily(Series.Walk(1, 10)).Bars.ToArray();
        bars[5] = bars[5] with { High = bars[5].High + 1 };
        bars[6] = bars[5] with { Time = bars[6].Time };

        Issues(Daily() with { Bars = bars }).Single().Kind.Should().Be(QualityKind.Duplicate);
        Issues(Daily([.. Enumerable.Repeat(50m, 20)])).Should().BeEmpty();
    }

    [Theory]
    [InlineData("2024-01-12T21:14:00Z", 0, null)] // the bar of the 12th may still be on its way
    [InlineData("2024-01-12T21:15:00Z", 0, QualitySeverity.Info)]
    [InlineData("2024-01-12T21:15:00Z", 900, null)] // a feed that lags a quarter of an hour
    [InlineData("2024-01-15T23:00:00Z", 0, QualitySeverity.Info)] // a holiday adds nothing
    [InlineData("2024-01-16T22:00:00Z", 0, QualitySeverity.Warning)]
    public void Inspect_NewestBarOfThe11th_IsStaleOnceSessionsAreOver(string now, int delay, QualitySeverity? severity)
    {
        var series = Daily(Series.Walk(1, 8)); // 2 to 11 January
        var freshness = new ExpectedFreshness(DateTimeOffset.Parse(now), TimeSpan.FromSeconds(delay));

        var stale = QualityInspector.Inspect(series, freshness).Issues.ToList().SingleOrDefault();

        stale?.Kind.Should().Be(QualityKind.Stale);
        (stale?.Severity).Should().Be(severity);
    }

    [Fact]
    public void Inspect_ThousandsOfFaults_KeepsAThousandAndCountsAll()
    {
        var bars = Enumerable.Range(0, 5_000).Select(i => Series.Flat(Series.Start.AddDays(i), -1)).ToArray();

        var issues = QualityInspector.Inspect(Series.Of("A", bars)).Issues;

        issues.Total.Should().Be(5_000);
        issues.ToList().Should().HaveCount(QualityReport.MaxIssues);
    }

    [Fact]
    public void Inspect_AnyBars_DoesNotThrowAndAltersNothing() =>
        Seeded.Check(Prop.ForAll(
            Gen.Elements(decimal.MaxValue, decimal.MinValue, 0, 1, -1, 100, 0.0000000000000000000000000001m).Four().ListOf().ToArbitrary(),
            Gen.Choose(-2, 400_000).ListOf().ToArbitrary(),
            (prices, hours) =>
            {
                var bars = prices.Zip(hours, (p, h) => new Bar
                {
                    Time = h < 0 ? DateTimeOffset.MinValue.AddHours(-h) : DateTimeOffset.MaxValue.AddHours(-h), Open = p.Item1, High = p.Item2, Low = p.Item3, Close = p.Item4, Volume = p.Item1,
                }).ToArray();
                var copy = bars.ToArray();
                foreach (var interval in Enum.GetValues<BarInterval>())
                {
                    QualityInspector.Inspect(Series.Of("A", bars) with { Interval = interval }, new ExpectedFreshness(DateTimeOffset.UnixEpoch, TimeSpan.Zero));
                }

                return bars.SequenceEqual(copy);
            }));

    private static IReadOnlyList<QualityIssue> Issues(PriceSeries series) => QualityInspector.Inspect(series).Issues.ToList();

    /// <summary>One bar a session of the New York Stock Exchange from 2 January 2024 on.</summary>
    private static PriceSeries Daily(params decimal[] closes)
    {
        var day = TradingCalendar.UsEquity.Previous(First);
        return Series.Of("A", [.. closes.Select(c => Series.Flat(new DateTimeOffset(day = TradingCalendar.UsEquity.Next(day), TimeOnly.MinValue, TimeSpan.Zero), c))]);
    }

    private static DateTimeOffset Date(string day) => DateTimeOffset.Parse($"{day}T00:00:00Z");
}
