using FluentAssertions;
using FsCheck;
using FsCheck.Fluent;
using MadLab.Metrics;
using Xunit;

namespace MadLab.Tests.Metrics;

public sealed class HistogramTests
{
    private static readonly SampleWindow SinceStart = new(Slot: 0, Age: 0, Seconds: 1);

    // Evenly over the powers of ten from 1 us to 100 s, so that no decade goes untested.
    private static readonly Gen<double> Durations = Gen.Choose(0, 8_000_000).Select(x => Math.Pow(10, (x / 1e6) - 6));

    [Fact]
    public void Percentile_AnyDurations_IsWithinOnePercentOfTheExactOne()
    {
        Prop.ForAll(Arb.From(Gen.NonEmptyListOf(Durations)), durations =>
        {
            var sum = SumOf(durations);
            var sorted = durations.Order().ToArray();
            foreach (var fraction in new[] { 0.5, 0.9, 0.95, 0.99, 1 })
            {
                var exact = sorted[(int)Math.Ceiling(fraction * sorted.Length) - 1];
                sum.Percentile(fraction).Should().BeApproximately(exact, exact * 0.01);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void CountMaxAndMean_AnyDurations_AreExact()
    {
        Prop.ForAll(Arb.From(Gen.NonEmptyListOf(Durations)), durations =>
        {
            var sum = SumOf(durations);
            sum.Count.Should().Be(durations.Count);
            sum.Max.Should().Be(durations.Max());
            sum.Mean.Should().BeApproximately(durations.Average(), 1e-9);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Midpoint_EveryBucket_IsWithinPointEightPercentOfItsEdges()
    {
        for (var i = 0; i < HistogramScale.BucketCount; i++)
        {
            var middle = HistogramScale.Midpoint(i);
            (Math.Abs(middle - HistogramScale.LowerEdge(i)) / HistogramScale.LowerEdge(i)).Should().BeLessThan(0.008);
            (Math.Abs(middle - HistogramScale.LowerEdge(i + 1)) / HistogramScale.LowerEdge(i + 1)).Should().BeLessThan(0.008);
        }
    }

    [Fact]
    public void IndexOf_AnEdge_BelongsToTheBucketBelow()
    {
        for (var i = 1; i < HistogramScale.BucketCount; i++)
        {
            var edge = HistogramScale.LowerEdge(i);
            HistogramScale.IndexOf(edge).Should().Be(i - 1);
            HistogramScale.IndexOf(Math.BitIncrement(edge)).Should().Be(i);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.Epsilon)]
    public void IndexOf_BelowTheScale_IsTheFirstBucket(double value) => HistogramScale.IndexOf(value).Should().Be(0);

    [Theory]
    [InlineData(1000)]
    [InlineData(double.MaxValue)]
    [InlineData(double.PositiveInfinity)]
    public void IndexOf_AboveTheScale_IsTheLastBucket(double value) => HistogramScale.IndexOf(value).Should().Be(HistogramScale.BucketCount - 1);

    [Fact]
    public void Percentile_AboveTheScale_IsTheMaximum() => SumOf([1, 500]).Percentile(0.99).Should().Be(500);

    [Fact]
    public void Percentile_OfNothing_IsZero() => SumOf([]).Percentile(0.5).Should().Be(0);

    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    [InlineData(7.5)]
    [InlineData(10)]
    public void BucketsBelow_ABoundThatIsAnEdge_IsExact(double bound)
    {
        HistogramScale.LowerEdge(HistogramScale.BucketsBelow(bound)).Should().Be(bound);
    }

    [Fact]
    public void BucketsBelow_AnyBound_IsWithinPointEightPercent()
    {
        Prop.ForAll(Arb.From(Durations), bound =>
        {
            HistogramScale.LowerEdge(HistogramScale.BucketsBelow(bound)).Should().BeApproximately(bound, bound * 0.008);
        }).QuickCheckThrowOnFailure();
    }

    private static HistogramSum SumOf(IEnumerable<double> values)
    {
        var series = new HistogramSeries([], string.Empty);
        foreach (var value in values)
        {
            series.Record(value);
        }

        var sum = new HistogramSum();
        series.AddWindowTo(sum, SinceStart);
        return sum;
    }
}
