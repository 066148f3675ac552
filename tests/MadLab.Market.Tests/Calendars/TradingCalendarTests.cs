using FluentAssertions;
using MadLab.Market.Calendars;
using Xunit;

namespace MadLab.Market.Tests.Calendars;

public sealed class TradingCalendarTests
{
    private static readonly TradingCalendar Calendar = TradingCalendar.UsEquity;

    [Theory]
    [InlineData("2024-01-01")] // New Year
    [InlineData("2023-01-02")] // New Year on a Sunday
    [InlineData("2024-01-15")] // Martin Luther King
    [InlineData("2024-02-19")] // Washington
    [InlineData("2024-03-29")] // Good Friday
    [InlineData("2025-04-18")] // Good Friday
    [InlineData("2024-05-27")] // Memorial Day
    [InlineData("2024-06-19")] // Juneteenth
    [InlineData("2022-06-20")] // Juneteenth on a Sunday
    [InlineData("2026-07-03")] // Independence Day on a Saturday
    [InlineData("2021-07-05")] // Independence Day on a Sunday
    [InlineData("2024-09-02")] // Labor Day
    [InlineData("2024-11-28")] // Thanksgiving
    [InlineData("2021-12-24")] // Christmas on a Saturday
    [InlineData("2022-12-26")] // Christmas on a Sunday
    [InlineData("2001-09-11")]
    [InlineData("2004-06-11")] // mourning for a president
    [InlineData("2007-01-02")]
    [InlineData("2018-12-05")]
    [InlineData("2025-01-09")]
    [InlineData("2012-10-29")] // a hurricane
    [InlineData("2012-10-30")]
    [InlineData("2024-06-15")] // Saturday
    [InlineData("2024-06-16")] // Sunday
    public void IsSession_ClosedDay_IsFalse(string day) => Calendar.IsSession(DateOnly.Parse(day)).Should().BeFalse();

    [Theory]
    [InlineData("2021-12-31")] // the New Year after it is a Saturday and is not made up for
    [InlineData("2021-06-18")] // Juneteenth was no holiday yet
    [InlineData("2024-10-14")] // Columbus
    [InlineData("2024-11-11")] // Veterans
    [InlineData("2001-09-17")]
    public void IsSession_OpenDay_IsTrue(string day) => Calendar.IsSession(DateOnly.Parse(day)).Should().BeTrue();

    [Theory]
    [InlineData("2024-01-02", "14:30", "21:00")] // winter
    [InlineData("2024-07-02", "13:30", "20:00")] // summer
    [InlineData("2024-03-08", "14:30", "21:00")] // the last session before the clock goes forward
    [InlineData("2024-03-11", "13:30", "20:00")]
    [InlineData("2024-11-01", "13:30", "20:00")] // the last session before it goes back
    [InlineData("2024-11-04", "14:30", "21:00")]
    [InlineData("2024-11-29", "14:30", "18:00")] // early closes
    [InlineData("2024-07-03", "13:30", "17:00")]
    [InlineData("2024-12-24", "14:30", "18:00")]
    [InlineData("1999-12-31", "14:30", "18:00")] // the last of the century
    public void Session_OfDay_HasTimesInUtc(string day, string open, string close)
    {
        var date = DateOnly.Parse(day);

        var session = Calendar.Session(date);

        session.Day.Should().Be(date);
        session.OpenUtc.Should().Be(new DateTimeOffset(date, TimeOnly.Parse(open), TimeSpan.Zero));
        session.CloseUtc.Should().Be(new DateTimeOffset(date, TimeOnly.Parse(close), TimeSpan.Zero));
        session.Minutes.Should().Be((int)(session.CloseUtc - session.OpenUtc).TotalMinutes);
    }

    [Fact]
    public void Session_OfClosedDay_Throws() =>
        Calendar.Invoking(calendar => calendar.Session(new DateOnly(2024, 12, 25))).Should().Throw<ArgumentOutOfRangeException>();

    [Theory]
    [InlineData("2024-01-02T14:29:59Z", "2023-12-29", "2023-12-29")]
    [InlineData("2024-01-02T14:30:00Z", "2024-01-02", "2023-12-29")]
    [InlineData("2024-01-02T20:59:59Z", "2024-01-02", "2023-12-29")]
    [InlineData("2024-01-02T21:00:00Z", "2024-01-02", "2024-01-02")]
    [InlineData("2024-01-03T03:00:00Z", "2024-01-02", "2024-01-02")] // still the 2nd in New York
    [InlineData("2024-01-06T12:00:00Z", "2024-01-05", "2024-01-05")]
    [InlineData("2024-11-29T17:59:59Z", "2024-11-29", "2024-11-27")]
    [InlineData("2024-11-29T18:00:00Z", "2024-11-29", "2024-11-29")]
    public void NewestStartedAndFinished_AtMoment_AreThoseSessions(string now, string started, string finished)
    {
        var moment = DateTimeOffset.Parse(now);

        Calendar.NewestStarted(moment).Day.Should().Be(DateOnly.Parse(started));
        Calendar.NewestFinished(moment).Day.Should().Be(DateOnly.Parse(finished));
    }

    [Fact]
    public void PreviousAndNext_OfEverySession_UndoEachOther()
    {
        var day = new DateOnly(2000, 1, 3);
        for (var i = 0; i < 2_000; i++)
        {
            var next = Calendar.Next(day);
            Calendar.Previous(next).Should().Be(day);
            day = next;
        }
    }

    [Fact]
    public void Easter_OfKnownYears_IsThatSunday()
    {
        DateOnly[] sundays = [new(1818, 3, 22), new(1961, 4, 2), new(2000, 4, 23), new(2008, 3, 23), new(2019, 4, 21), new(2024, 3, 31), new(2038, 4, 25), new(2285, 3, 22)];

        sundays.Select(sunday => CalendarDays.Easter(sunday.Year)).Should().Equal(sundays);
    }
}
