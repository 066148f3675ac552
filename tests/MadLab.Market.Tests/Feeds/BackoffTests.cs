using FluentAssertions;
using MadLab.Market.Feeds;
using Xunit;

namespace MadLab.Market.Tests.Feeds;

public sealed class BackoffTests
{
    [Fact]
    public void Next_DoublesToThirtySeconds_WithChanceOnTop_UntilReset()
    {
        var backoff = new Backoff(new Random(7));

        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            backoff.Next().Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(seconds)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(seconds) * 1.25);
        }

        backoff.Reset();
        backoff.Next().Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(1.25));
    }

    [Fact]
    public void Next_WithHardlyAnyChance_IsStillLongerOnceADelayCutsItToMilliseconds() =>
        new Backoff(new Hardly()).Next().Should().Be(TimeSpan.FromMilliseconds(1001));

    [Fact]
    public void Next_OfManyThatFailedTogether_Differs() =>
        Enumerable.Range(0, 100).Select(seed => new Backoff(new Random(seed)).Next()).Distinct().Should().HaveCountGreaterThan(50);

    private sealed class Hardly : Random
    {
        public override double NextDouble() => 0.0001;
    }
}
