using FluentAssertions;
using Xunit;

namespace MadLab.Abstractions.Tests.Prices;

public sealed class BarIntervalsTests
{
    [Fact]
    public void ToText_EveryInterval_IsReadBackInAnyCase()
    {
        foreach (var interval in Enum.GetValues<BarInterval>())
        {
            BarIntervals.TryParse($" {interval.ToText().ToUpperInvariant()} ", out var read).Should().BeTrue();
            read.Should().Be(interval);
        }

        BarIntervals.All.Should().Equal("1m", "5m", "15m", "1h", "1d", "1w");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("2m")]
    [InlineData("1 m")]
    [InlineData("1mo")]
    public void TryParse_AnythingElse_IsFalse(string? text) => BarIntervals.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData(BarInterval.OneMinute, 1, true)]
    [InlineData(BarInterval.FifteenMinutes, 15, true)]
    [InlineData(BarInterval.OneHour, 60, true)]
    [InlineData(BarInterval.OneDay, 1440, false)]
    [InlineData(BarInterval.OneWeek, 10080, false)]
    public void Length_IsTheWholeInterval(BarInterval interval, int minutes, bool intraday)
    {
        interval.Length().Should().Be(TimeSpan.FromMinutes(minutes));
        interval.IsIntraday().Should().Be(intraday);
    }
}
