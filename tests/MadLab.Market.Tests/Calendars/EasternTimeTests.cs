using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Market.Calendars;
using Xunit;

namespace MadLab.Market.Tests.Calendars;

public sealed class EasternTimeTests
{
    [Theory]
    [InlineData("2024-03-10T06:59:59Z", -5)]
    [InlineData("2024-03-10T07:00:00Z", -4)]
    [InlineData("2024-11-03T05:59:59Z", -4)]
    [InlineData("2024-11-03T06:00:00Z", -5)]
    [InlineData("2006-04-02T06:59:59Z", -5)]
    [InlineData("2006-04-02T07:00:00Z", -4)]
    [InlineData("2006-10-29T05:59:59Z", -4)]
    [InlineData("2006-10-29T06:00:00Z", -5)]
    [InlineData("2007-03-11T07:00:00Z", -4)]
    [InlineData("2026-01-01T03:00:00Z", -5)]
    public void OffsetAt_AroundChanges_FollowsTheLaw(string moment, int hours) =>
        EasternTime.OffsetAt(DateTimeOffset.Parse(moment)).Should().Be(TimeSpan.FromHours(hours));

    [Theory]
    [InlineData("2024-01-15T04:59:59Z", "2024-01-14")]
    [InlineData("2024-01-15T05:00:00Z", "2024-01-15")]
    [InlineData("2024-07-15T03:59:59Z", "2024-07-14")]
    [InlineData("2024-07-15T04:00:00Z", "2024-07-15")]
    [InlineData("2025-01-01T01:00:00Z", "2024-12-31")]
    public void DateAt_AroundMidnight_ChangesAtMidnightInNewYork(string moment, string day) =>
        EasternTime.DateAt(DateTimeOffset.Parse(moment)).Should().Be(DateOnly.Parse(day));

    [Fact]
    public void ToUtc_AnyMinuteOutsideTheLostHour_IsUndoneByOffsetAt()
    {
        var days = Gen.Choose(new DateOnly(1998, 1, 1).DayNumber, new DateOnly(2100, 12, 31).DayNumber);
        var minutes = Gen.Choose(3 * 60, (24 * 60) - 1);
        Prop.ForAll(days.Zip(minutes).ToArbitrary(), local =>
        {
            var day = DateOnly.FromDayNumber(local.Item1);
            var time = TimeOnly.MinValue.AddMinutes(local.Item2);
            var utc = EasternTime.ToUtc(day, time);
            var back = utc.ToOffset(EasternTime.OffsetAt(utc));
            return utc.Offset == TimeSpan.Zero && DateOnly.FromDateTime(back.DateTime) == day && TimeOnly.FromDateTime(back.DateTime) == time;
        }).QuickCheckThrowOnFailure();
    }
}
