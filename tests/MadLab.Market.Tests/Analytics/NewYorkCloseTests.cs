using System.Globalization;
using FluentAssertions;
using MadLab.Market.Analytics;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class NewYorkCloseTests
{
    [Theory]
    [InlineData("2014-06-06", 20)]
    [InlineData("2014-03-08", 21)]
    [InlineData("2014-03-09", 20)] // second Sunday in March
    [InlineData("2014-11-01", 20)]
    [InlineData("2014-11-02", 21)] // first Sunday in November
    [InlineData("2026-03-08", 20)] // the earliest second Sunday
    [InlineData("2026-11-01", 21)] // the earliest first Sunday
    [InlineData("2006-04-01", 21)]
    [InlineData("2006-04-02", 20)] // first Sunday in April, until 2006
    [InlineData("2006-10-28", 20)]
    [InlineData("2006-10-29", 21)] // last Sunday in October, until 2006
    [InlineData("2024-12-20", 21)]
    public void At_DaysAroundTheSwitch_IsFourInTheAfternoon(string day, int utcHour)
    {
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

        NewYorkClose.At(date).Should().Be(new DateTimeOffset(date.ToDateTime(new TimeOnly(utcHour, 0)), TimeSpan.Zero));
    }

    [Fact]
    public void At_FirstAndLastDayOfTheCalendar_DoesNotOverflow()
    {
        NewYorkClose.At(DateOnly.MinValue).Hour.Should().Be(21);
        NewYorkClose.At(DateOnly.MaxValue).Hour.Should().Be(21);
    }
}
