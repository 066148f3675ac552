using System.Globalization;
using FluentAssertions;
using FsCheck.Fluent;
using Xunit;

namespace MadLab.Abstractions.Tests.Prices;

public sealed class PriceRangesTests
{
    [Fact]
    public void All_Texts_AreTheContractsAndReadBack()
    {
        PriceRanges.All.Should().Equal("1D", "5D", "1M", "3M", "6M", "1Y", "2Y", "5Y", "MAX");
        foreach (var range in Enum.GetValues<PriceRange>())
        {
            PriceRanges.TryParse(range.ToText(), out var same).Should().BeTrue();
            PriceRanges.TryParse($" {range.ToText().ToLowerInvariant()} ", out var lower).Should().BeTrue();
            (same, lower).Should().Be((range, range));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("6 M")]
    [InlineData("7D")]
    [InlineData("1MM")]
    [InlineData("0")]
    [InlineData("OneYear")]
    public void TryParse_NoRange_IsFalse(string? text) => PriceRanges.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData(PriceRange.OneMonth, "2021-03-31", "2021-02-28")]
    [InlineData(PriceRange.OneMonth, "2024-03-31", "2024-02-29")]
    [InlineData(PriceRange.ThreeMonths, "2021-03-31", "2020-12-31")]
    [InlineData(PriceRange.SixMonths, "2021-03-31", "2020-09-30")]
    [InlineData(PriceRange.OneYear, "2021-03-31", "2020-03-31")]
    [InlineData(PriceRange.OneYear, "2024-02-29", "2023-02-28")]
    [InlineData(PriceRange.TwoYears, "2021-03-31", "2019-03-31")]
    [InlineData(PriceRange.FiveYears, "2021-03-31", "2016-03-31")]
    [InlineData(PriceRange.Max, "2021-03-31", "0001-01-01")]
    [InlineData(PriceRange.FiveYears, "0003-01-01", "0001-01-01")]
    [InlineData(PriceRange.OneMonth, "0001-01-01", "0001-01-01")]
    public void FirstDay_Range_CountsCalendarMonthsBack(PriceRange range, string newest, string first) =>
        range.FirstDay(Day(newest)).Should().Be(Day(first));

    [Theory]
    [InlineData(PriceRange.OneDay, 1)]
    [InlineData(PriceRange.FiveDays, 5)]
    public void FirstDay_RangeOfSessions_ThrowsAndSessionsCountsThem(PriceRange range, int sessions)
    {
        var act = () => range.FirstDay(new DateOnly(2021, 3, 31));

        act.Should().Throw<ArgumentOutOfRangeException>();
        range.Sessions().Should().Be(sessions);
        range.IsIntraday().Should().BeTrue();
    }

    [Fact]
    public void FirstDay_AnyDay_NeverThrowsAndLongerRangesBeginEarlier() =>
        Seeded.Check(Prop.ForAll(Gen.Choose(0, DateOnly.MaxValue.DayNumber).ToArbitrary(), number =>
        {
            var newest = DateOnly.FromDayNumber(number);
            var firsts = Enum.GetValues<PriceRange>().Where(r => r.Sessions() is null).Select(r => r.FirstDay(newest)).ToArray();
            return firsts[0] <= newest && firsts.Zip(firsts.Skip(1)).All(pair => pair.Second <= pair.First);
        }));

    [Fact]
    public void IsIntraday_DailyRanges_AreNot() =>
        Enum.GetValues<PriceRange>().Where(r => r.IsIntraday()).Should().Equal(PriceRange.OneDay, PriceRange.FiveDays);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
