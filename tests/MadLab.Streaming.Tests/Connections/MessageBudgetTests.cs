using FluentAssertions;
using MadLab.Streaming.Connections;
using MadLab.Testing;
using Xunit;

namespace MadLab.Streaming.Tests.Connections;

public sealed class MessageBudgetTests
{
    private readonly ManualTimeProvider _time = new();
    private MessageBudget _budget;

    [Fact]
    public void TryTake_AMinutesWorthAtOnce_AllAndNoMore()
    {
        Take(100, perMinute: 60).Should().Be(60);
    }

    [Fact]
    public void TryTake_AfterAWhile_AsMuchAsTheWhileIsWorth()
    {
        Take(60, perMinute: 60);

        _time.Advance(TimeSpan.FromSeconds(10));

        Take(100, perMinute: 60).Should().Be(10);
    }

    [Fact]
    public void TryTake_AfterALongSilence_AMinutesWorthAtMost()
    {
        Take(60, perMinute: 60);

        _time.Advance(TimeSpan.FromHours(1));

        Take(100, perMinute: 60).Should().Be(60);
    }

    [Fact]
    public void TryTake_EvenlyAtTheRate_Always()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Take(1, perMinute: 60).Should().Be(1);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void TryTake_NoLimit_Always()
    {
        Take(10_000, perMinute: 0).Should().Be(10_000);
    }

    private int Take(int count, int perMinute)
    {
        var taken = 0;
        for (var i = 0; i < count; i++)
        {
            taken += _budget.TryTake(perMinute, _time) ? 1 : 0;
        }

        return taken;
    }
}
