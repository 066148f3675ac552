using System.Globalization;
using FluentAssertions;
using MadLab.Market.Feeds.Silence;
using Xunit;

namespace MadLab.Market.Tests.Feeds.Silence;

public sealed class OpenHoursTests
{
    [Theory]
    [InlineData("2024-01-02T14:29:59Z", null, "2024-01-02T14:30Z")]
    [InlineData("2024-01-02T14:30:00Z", "2024-01-02T14:30Z", null)]
    [InlineData("2024-01-02T20:59:59Z", "2024-01-02T14:30Z", null)]
    [InlineData("2024-01-02T21:00:00Z", null, "2024-01-03T14:30Z")]
    [InlineData("2024-07-03T16:59:00Z", "2024-07-03T13:30Z", null)]
    [InlineData("2024-07-03T17:00:00Z", null, "2024-07-05T13:30Z")]
    [InlineData("2024-03-08T21:00:00Z", null, "2024-03-11T13:30Z")]
    [InlineData("2024-12-25T16:00:00Z", null, "2024-12-26T14:30Z")]
    public void UsEquity_ByTheCalendar(string at, string? since, string? next) => Check(OpenHours.UsEquity, at, since, next);

    [Theory]
    [InlineData("2024-01-07T21:59:59Z", null, "2024-01-07T22:00Z")]
    [InlineData("2024-01-07T22:00:00Z", "2024-01-07T22:00Z", null)]
    [InlineData("2024-01-12T21:59:59Z", "2024-01-07T22:00Z", null)]
    [InlineData("2024-01-12T22:00:00Z", null, "2024-01-14T22:00Z")]
    [InlineData("2024-03-09T12:00:00Z", null, "2024-03-10T21:00Z")]
    [InlineData("2024-07-12T20:59:59Z", "2024-07-07T21:00Z", null)]
    public void Forex_FromSundayToFridayInNewYork(string at, string? since, string? next) => Check(OpenHours.Forex, at, since, next);

    [Fact]
    public void Always_IsOpen() => OpenHours.Always.OpenSince(Time("2024-12-25T03:00:00Z")).Should().NotBeNull();

    private static void Check(OpenHours hours, string at, string? since, string? next)
    {
        hours.OpenSince(Time(at)).Should().Be(since is null ? null : Time(since));
        if (next is not null)
        {
            hours.NextOpen(Time(at)).Should().Be(Time(next));
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
