using FluentAssertions;
using MadLab.Market.Calendars;
using MadLab.Market.Prices;
using Xunit;

namespace MadLab.Market.Tests.Prices;

public sealed class BarResamplerTests
{
    private static readonly DateTimeOffset Open = new(2024, 7, 5, 13, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(BarInterval.FiveMinutes, 78, 5)]
    [InlineData(BarInterval.FifteenMinutes, 26, 15)]
    [InlineData(BarInterval.OneHour, 7, 60)]
    public void ToIntraday_AUsSession_CountsFromItsOpening(BarInterval interval, int count, int minutes)
    {
        var source = BarSource.Minutes((Open, 390));

        var bars = Resample(source, interval);

        bars.Should().HaveCount(count);
        bars.Select(b => b.Time).Should().Equal(Enumerable.Range(0, count).Select(i => Open.AddMinutes(i * minutes)));
        ShouldHoldAll(bars, source.Bars);
        bars.Should().OnlyContain(b => b.IsFinal, "the last hour ends with the session");
    }

    [Fact]
    public void ToIntraday_EarlyClose_EndsWithTheSession()
    {
        var open = new DateTimeOffset(2024, 7, 3, 13, 30, 0, TimeSpan.Zero);

        var bars = Resample(BarSource.Minutes((open, 210)), BarInterval.OneHour);

        bars.Select(b => b.Time).Should().Equal(open, open.AddHours(1), open.AddHours(2), open.AddHours(3));
        bars[^1].IsFinal.Should().BeTrue("the session closed at 13:00, half an hour into it");
    }

    [Fact]
    public void ToIntraday_BeforeAndAfterHours_NeverJoinTheSession()
    {
        var premarket = BarSource.Walk(Open.AddMinutes(-20), TimeSpan.FromMinutes(1), 20, 8);
        var after = BarSource.Walk(Open.AddMinutes(390), TimeSpan.FromMinutes(1), 20, 9);
        var source = BarSource.SeriesOf(BarInterval.OneMinute, premarket.Concat(BarSource.Minutes((Open, 390)).Bars).Concat(after));

        var bars = Resample(source, BarInterval.OneHour);

        bars.Select(b => b.Time).Should().Equal(Enumerable.Range(-1, 8).Select(i => Open.AddHours(i)).Append(Open.AddMinutes(390)));
    }

    [Fact]
    public void ToIntraday_AroundTheClock_GoesByTheClock()
    {
        var source = BarSource.SeriesOf(BarInterval.OneMinute, BarSource.Walk(new DateTimeOffset(2024, 7, 5, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(1), 1440, 4), "BTC-USD");

        var bars = Resample(source, BarInterval.OneHour);

        bars.Select(b => b.Time.Minute).Should().OnlyContain(m => m == 0);
        bars.Should().HaveCount(24);
    }

    [Theory]
    [InlineData(2024, 3, 8, 14, 30)]
    [InlineData(2024, 3, 11, 13, 30)]
    public void ToIntraday_OnEitherSideOfTheClockChange_StillBeginsAtTheOpening(int year, int month, int day, int hour, int minute)
    {
        var open = new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.Zero);

        Resample(BarSource.Minutes((open, 390)), BarInterval.OneHour)[0].Time.Should().Be(open);
    }

    [Fact]
    public void ToIntraday_FirstMinutesMissing_StillCountsFromTheOpening()
    {
        var source = BarSource.SeriesOf(BarInterval.OneMinute, BarSource.Walk(Open.AddMinutes(7), TimeSpan.FromMinutes(1), 30, 2));

        Resample(source, BarInterval.FifteenMinutes)[0].Time.Should().Be(Open);
    }

    [Theory]
    [InlineData(67, null, false)]
    [InlineData(75, null, true)]
    [InlineData(67, 75, true)]
    [InlineData(67, 74, false)]
    public void ToIntraday_NewestBar_IsFinalOnceItsTimeIsOver(int minutes, int? clock, bool isFinal)
    {
        var source = BarSource.Minutes((Open, minutes));

        var bars = BarResampler.ToIntraday(source, BarInterval.FifteenMinutes, SessionGrid.Of(source, false), clock is { } now ? Open.AddMinutes(now) : null);

        bars[^1].IsFinal.Should().Be(isFinal);
        bars.SkipLast(1).Should().OnlyContain(b => b.IsFinal);
    }

    [Fact]
    public void ToIntraday_RunningSourceBar_IsNeverFinal()
    {
        var bars = BarSource.Minutes((Open, 15)).Bars.ToList();
        bars[^1] = bars[^1] with { IsFinal = false };
        var source = BarSource.SeriesOf(BarInterval.OneMinute, bars);

        BarResampler.ToIntraday(source, BarInterval.FifteenMinutes, SessionGrid.Of(source, false), Open.AddHours(1))[^1].IsFinal.Should().BeFalse();
    }

    [Fact]
    public void ToWeeks_AreMondaysWithAllOfTheirSessions()
    {
        // Independence Day is a Thursday; the week before and after are whole.
        var days = Days(new DateOnly(2024, 6, 24), new DateOnly(2024, 7, 12));

        var weeks = BarResampler.ToWeeks(Symbol.Parse("AAPL"), days, SessionPattern.UsEquity);

        weeks.Select(w => w.Time.Day).Should().Equal(24, 1, 8);
        weeks.Should().OnlyContain(w => w.Time.DayOfWeek == DayOfWeek.Monday && w.IsFinal);
        ShouldHoldAll(weeks, days);
    }

    [Theory]
    [InlineData("2024-07-11", SessionPattern.UsEquity, false)]
    [InlineData("2024-07-12", SessionPattern.UsEquity, true)]
    [InlineData("2024-03-28", SessionPattern.UsEquity, true)]
    [InlineData("2024-07-12", SessionPattern.EveryDay, false)]
    [InlineData("2024-07-14", SessionPattern.EveryDay, true)]
    [InlineData("2024-07-11", SessionPattern.Unknown, false)]
    [InlineData("2024-07-12", SessionPattern.Unknown, true)]
    internal void ToWeeks_NewestWeek_IsFinalAfterItsLastSession(string newest, SessionPattern pattern, bool isFinal)
    {
        var last = DateOnly.Parse(newest, System.Globalization.CultureInfo.InvariantCulture);

        BarResampler.ToWeeks(Symbol.Parse("X"), Days(last.AddDays(-9), last), pattern)[^1].IsFinal.Should().Be(isFinal);
    }

    [Fact]
    public void ToWeeks_VolumesBeyondADecimal_AreMalformed()
    {
        var days = Days(new DateOnly(2024, 7, 8), new DateOnly(2024, 7, 9)).ToArray();
        days = [.. days.Select(d => d with { Volume = decimal.MaxValue })];

        var act = () => BarResampler.ToWeeks(Symbol.Parse("X"), days, SessionPattern.Unknown);

        act.Should().Throw<MarketDataException>().Which.Kind.Should().Be(MarketErrorKind.Malformed);
    }

    private static List<Bar> Resample(PriceSeries source, BarInterval interval) =>
        BarResampler.ToIntraday(source, interval, SessionGrid.Of(source, alwaysOpen: false), null);

    private static Bar[] Days(DateOnly first, DateOnly last) =>
        [.. BarSource.Walk(new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero), TimeSpan.FromDays(1), last.DayNumber - first.DayNumber + 1, 5)
            .Where(b => TradingCalendar.UsEquity.IsSession(DateOnly.FromDateTime(b.Time.UtcDateTime)) || b.Time.Date == last.ToDateTime(TimeOnly.MinValue))];

    /// <summary>Each longer bar against a slow look at the shorter ones between it and the next.</summary>
    private static void ShouldHoldAll(List<Bar> longer, IReadOnlyList<Bar> shorter)
    {
        for (var i = 0; i < longer.Count; i++)
        {
            var parts = shorter.Where(b => b.Time >= longer[i].Time && (i == longer.Count - 1 || b.Time < longer[i + 1].Time)).ToList();
            longer[i].Open.Should().Be(parts[0].Open);
            longer[i].High.Should().Be(parts.Max(p => p.High));
            longer[i].Low.Should().Be(parts.Min(p => p.Low));
            longer[i].Close.Should().Be(parts[^1].Close);
            longer[i].Volume.Should().Be(parts.Sum(p => p.Volume));
        }

        longer.Sum(b => b.Volume).Should().Be(shorter.Sum(b => b.Volume));
    }
}
