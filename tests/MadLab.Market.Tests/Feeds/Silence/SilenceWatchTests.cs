using FluentAssertions;
using MadLab.Market.Feeds.Silence;
using MadLab.Testing;
using Xunit;

namespace MadLab.Market.Tests.Feeds.Silence;

public sealed class SilenceWatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2024, 1, 2, 14, 30, 0, TimeSpan.Zero));
    private readonly Patience _patience = new();

    [Fact]
    public async Task Mute_NothingHeard_EndsAtTheLimitAndNotBefore()
    {
        using var watch = Watch(OpenHours.Always);

        _time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        watch.Mute.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await watch.Mute.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be(Limit);
    }

    [Fact]
    public void Mute_HeardInBetween_StartsOver()
    {
        using var watch = Watch(OpenHours.Always);
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(Limit * 0.75);
            watch.Heard();
        }

        watch.Mute.IsCompleted.Should().BeFalse();
        _time.Advance(Limit);
        watch.Mute.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void Mute_DelayedFeed_CountsFromItsOwnOpen()
    {
        using var watch = Watch(OpenHours.UsEquity, delay: TimeSpan.FromMinutes(15));

        _time.Advance(TimeSpan.FromMinutes(15) + Limit - TimeSpan.FromMilliseconds(1));
        watch.Mute.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        watch.Mute.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void Mute_QuietMarket_GetsTwiceTheTimeUpToSixteenTimes_UntilItIsLively()
    {
        for (var i = 0; i < 10; i++)
        {
            _patience.Quiet();
        }

        using var watch = Watch(OpenHours.Always);
        _time.Advance(Limit * 16 - TimeSpan.FromMilliseconds(1));
        watch.Mute.IsCompleted.Should().BeFalse();
        for (var i = 0; i < 100; i++)
        {
            _patience.News();
        }

        watch.Heard();
        _time.Advance(Limit);

        watch.Mute.IsCompleted.Should().BeTrue();
    }

    [Fact]
    public void Dispose_LeavesNoTimer()
    {
        var watch = Watch(OpenHours.Always);

        watch.Dispose();
        watch.Dispose();

        _time.TimerCount.Should().Be(0);
    }

    [Fact]
    public void SystemTimer_ChangedAfterItsEnd_DoesNotThrow()
    {
        // A look may come at the moment of the end, on a thread where an exception would end the process.
        var timer = TimeProvider.System.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Dispose();

        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Should().BeFalse();
    }

    private SilenceWatch Watch(OpenHours hours, TimeSpan delay = default) => new(new SilenceRule(Limit, hours, delay), _patience, _time);
}
