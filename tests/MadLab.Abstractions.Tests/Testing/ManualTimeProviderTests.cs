using FluentAssertions;
using MadLab.Testing;
using Xunit;

namespace MadLab.Abstractions.Tests.Testing;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Advance_FiresTimersInTheOrderOfTheirTimesEachAtItsOwn()
    {
        var start = _time.GetUtcNow();
        var fired = new List<(string Name, TimeSpan At)>();
        using var late = _time.CreateTimer(_ => fired.Add(("late", _time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var ticking = _time.CreateTimer(_ => fired.Add(("tick", _time.GetUtcNow() - start)), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(4));

        fired.Should().Equal(
            ("tick", TimeSpan.FromSeconds(1)), ("late", TimeSpan.FromSeconds(3)), ("tick", TimeSpan.FromSeconds(3)));
        _time.GetUtcNow().Should().Be(start.AddSeconds(4));
        _time.TimerCount.Should().Be(1);
    }

    [Fact]
    public async Task Advance_EndsDelaysAndPeriodicTimersAndTokens()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(5), _time);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), _time);
        using var periodic = new PeriodicTimer(TimeSpan.FromSeconds(5), _time);
        var tick = periodic.WaitForNextTickAsync().AsTask();

        _time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        (delay.IsCompleted, limit.IsCancellationRequested, tick.IsCompleted).Should().Be((false, false, false));
        _time.Advance(TimeSpan.FromTicks(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(30));
        (await tick.WaitAsync(TimeSpan.FromSeconds(30))).Should().BeTrue();
        limit.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public void Dispose_OfATimer_KeepsItFromFiring()
    {
        var fired = 0;
        var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        timer.Dispose();

        _time.Advance(TimeSpan.FromSeconds(5));

        fired.Should().Be(0);
        timer.Change(TimeSpan.Zero, TimeSpan.Zero).Should().BeFalse();
    }

    [Fact]
    public void Advance_Backwards_IsRefused() =>
        _time.Invoking(t => t.Advance(TimeSpan.FromTicks(-1))).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void Timestamps_FollowTheClock()
    {
        var from = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(1234));

        _time.GetElapsedTime(from).Should().Be(TimeSpan.FromMilliseconds(1234));
    }
}
