using FluentAssertions;
using MadLab.Market.Providers.Quotas;
using MadLab.Testing;
using Xunit;

namespace MadLab.Market.Tests.Providers.Quotas;

public sealed class QuotaBudgetTests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2024, 1, 2, 23, 30, 0, TimeSpan.Zero));

    [Fact]
    public void TryTake_MinuteUsedUp_SaysWhenTheNextIsFree()
    {
        var budget = new QuotaBudget(2, null, _time);
        budget.TryTake().Should().BeNull();
        _time.Advance(TimeSpan.FromSeconds(20));
        budget.TryTake().Should().BeNull();

        var wait = budget.TryTake();
        var left = budget.Left;
        _time.Advance(wait!.Value);

        wait.Should().BeGreaterThan(TimeSpan.FromSeconds(40)).And.BeLessThanOrEqualTo(TimeSpan.FromSeconds(41));
        left.Should().Be(0);
        budget.TryTake().Should().BeNull();
        budget.TryTake().Should().NotBeNull("only the first call's place is free");
    }

    [Fact]
    public void TryTake_DayUsedUp_WaitsForMidnightUtc()
    {
        var budget = new QuotaBudget(null, 3, _time);
        for (var i = 0; i < 3; i++)
        {
            budget.TryTake().Should().BeNull();
        }

        budget.TryTake().Should().Be(TimeSpan.FromMinutes(30));
        _time.Advance(TimeSpan.FromMinutes(30));

        budget.Left.Should().Be(3);
        budget.TryTake().Should().BeNull();
    }

    [Fact]
    public void Left_BothLimits_IsTheSmaller()
    {
        var budget = new QuotaBudget(10, 4, _time);
        budget.TryTake();
        budget.Left.Should().Be(3);
        new QuotaBudget(null, null, _time).Left.Should().BeNull();
    }

    [Fact]
    public void Rest_UpstreamSaysSo_NoCallUntilThen()
    {
        var budget = new QuotaBudget(null, null, _time);
        budget.Rest(TimeSpan.FromMinutes(5));
        (budget.TryTake(), budget.Left).Should().Be((TimeSpan.FromMinutes(5), 0));
        _time.Advance(TimeSpan.FromMinutes(5));
        (budget.TryTake(), budget.Left).Should().Be((null, null));
    }

    [Fact]
    public void Rest_LaterWordOfAnEarlierEnd_ChangesNothing()
    {
        var budget = new QuotaBudget(null, null, _time);

        budget.Rest(TimeSpan.FromHours(1));
        budget.Rest(TimeSpan.FromSeconds(1));
        (budget.Wait, budget.RestLeft).Should().Be((TimeSpan.FromHours(1), TimeSpan.FromHours(1)));
        budget.Rest(TimeSpan.FromHours(2));

        budget.Wait.Should().Be(TimeSpan.FromHours(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TryTake_AtRandomMoments_NoSixtySecondsHoldMoreThanTheLimit(int seed)
    {
        var random = new Random(seed);
        var budget = new QuotaBudget(7, 2000, _time);
        var taken = new List<DateTimeOffset>();
        for (var i = 0; i < 5000; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(random.Next(4) == 0 ? 60_000 : 3000)));
            if (budget.TryTake() is null)
            {
                taken.Add(_time.GetUtcNow());
            }
            else
            {
                budget.Wait.Should().NotBeNull($"seed {seed}, round {i}").And.BePositive();
            }
        }

        for (var i = 7; i < taken.Count; i++)
        {
            (taken[i] - taken[i - 7]).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(60), $"seed {seed}, call {i}");
        }

        taken.GroupBy(t => t.UtcDateTime.Date).Should().OnlyContain(day => day.Count() <= 2000, $"seed {seed}");
        taken.Count.Should().BeGreaterThan(1000, "a limit that lets nothing through keeps itself too");
    }

    [Fact]
    public void TryTake_ClockSetBack_NeverGivesMore()
    {
        var clock = new SettableClock(_time.GetUtcNow());
        var budget = new QuotaBudget(2, 2, clock);
        budget.TryTake();
        budget.TryTake();

        clock.Now -= TimeSpan.FromHours(48);

        budget.TryTake().Should().NotBeNull();
        budget.Left.Should().Be(0);
    }

    [Fact]
    public void Merge_OthersCalledMeanwhile_AddsUp()
    {
        var (a, b) = (new QuotaBudget(null, 100, _time), new QuotaBudget(null, 100, _time));
        Take(a, 10);
        Take(b, 20);

        var first = a.Merge(null);
        a.Saved(first);
        Take(b, 5);
        var second = b.Merge(first);
        Take(b, 1);
        b.Saved(second);
        a.Merge(second);

        first.Used.Should().Be(10);
        second.Used.Should().Be(35);
        (a.Left, a.IsUnsaved).Should().Be((65, false));
        (b.Left, b.IsUnsaved).Should().Be((64, true), "a call made while it was written is still to be written");
    }

    [Fact]
    public void Merge_StoreHasAnOlderDay_BeginsAnew()
    {
        var budget = new QuotaBudget(null, 100, _time);
        Take(budget, 10);
        var yesterday = budget.Merge(null);
        budget.Saved(yesterday);
        _time.Advance(TimeSpan.FromHours(1));
        Take(budget, 3);

        budget.Merge(yesterday).Used.Should().Be(3);
    }

    [Fact]
    public void Restore_WithinTheMinute_CountsTheEarlierCalls()
    {
        var before = new QuotaBudget(5, 10, _time);
        Take(before, 4);
        var kept = QuotaCount.Parse(before.Merge(null).ToString());
        _time.Advance(TimeSpan.FromSeconds(30));

        var after = new QuotaBudget(5, 10, _time);
        after.Restore(kept!.Value);
        var left = after.Left;
        _time.Advance(TimeSpan.FromSeconds(31));

        left.Should().Be(1);
        after.Left.Should().Be(5);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1 2 3")]
    [InlineData("1 2 3 x")]
    [InlineData("1 -2 3 4")]
    public void Parse_NotOurs_IsNothing(string? text) => QuotaCount.Parse(text).Should().BeNull();

    private static void Take(QuotaBudget budget, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            budget.TryTake().Should().BeNull();
        }
    }

    private sealed class SettableClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
