using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Analytics;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class MomentsTests
{
    [Fact]
    public void OfWindows_AnyValuesAndLength_AreThoseOfEachWindowAlone() =>
        Seeded.Check(
            Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
            {
                var random = new Random(seed);
                var values = Enumerable.Range(0, random.Next(1, 60)).Select(_ => 1_000 + random.NextDouble()).ToArray(); // far from 0: squares would cancel
                var length = random.Next(1, values.Length + 1);
                var windows = Moments.OfWindows(values, length);
                return windows.Length == values.Length - length + 1 && windows.Select((w, i) => (w, i)).All(p =>
                {
                    var window = values.Skip(p.i).Take(length).ToArray();
                    var mean = window.Average();
                    return p.w.Count == length && Math.Abs(p.w.Mean - mean) < 1e-9 && Math.Abs(p.w.Squares - window.Sum(v => (v - mean) * (v - mean))) < 1e-9;
                });
            }),
            500);

    [Fact]
    public void OfWindows_ValuesThatStandStillAfterALivelyTime_HaveNoVarianceAtAll() =>
        Moments.OfWindows([5, -3, 900, 0.1, 0.1, 0.1, 0.1, 0.1], 3)[^1].SampleVariance.Should().Be(0);

    [Fact]
    public void With_NothingAdded_IsTheSame()
    {
        var some = default(Moments).With(1).With(4);

        some.With(default(Moments)).Should().Be(some);
        default(Moments).With(some).Should().Be(some);
        some.Should().Be(new Moments(2, 2.5, 4.5));
    }
}
