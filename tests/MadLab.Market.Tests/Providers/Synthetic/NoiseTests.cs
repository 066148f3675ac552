using FluentAssertions;
using MadLab.Market.Providers.Synthetic;
using Xunit;

namespace MadLab.Market.Tests.Providers.Synthetic;

public sealed class NoiseTests
{
    [Fact]
    public void Seed_KnownTexts_IsTheSameForEver()
    {
        Noise.Seed("AAPL").Should().Be(14906023498249745320UL);
        Noise.Seed("AAPL").Should().NotBe(Noise.Seed("AAPL ")).And.NotBe(Noise.Seed("LPAA"));
    }

    [Fact]
    public void Normal_ManyDraws_HaveMeanZeroDeviationOneAndNoMemory()
    {
        var draws = Enumerable.Range(0, 200_000).Select(i => Noise.Normal(12345, i)).ToArray();

        draws.Average().Should().BeApproximately(0, 0.01);
        draws.Average(draw => draw * draw).Should().BeApproximately(1, 0.02);
        draws.Zip(draws.Skip(1), (a, b) => a * b).Average().Should().BeApproximately(0, 0.01);
        draws.Should().OnlyContain(draw => Math.Abs(draw) < 3.47);
    }

    [Fact]
    public void Uniform_ManyDraws_FillTheirRange()
    {
        var draws = Enumerable.Range(0, 100_000).Select(i => Noise.Uniform(99, i, -2, 6)).ToArray();

        draws.Min().Should().BeInRange(-2, -1.999);
        draws.Max().Should().BeInRange(5.999, 6);
        draws.Average().Should().BeApproximately(2, 0.05);
    }

    [Fact]
    public void Exp_AnyArgument_AgreesWithTheLibrary()
    {
        for (var x = -40.0; x <= 40; x += 0.0137)
        {
            Noise.Exp(x).Should().BeApproximately(Math.Exp(x), 2e-15 * Math.Exp(x) * Math.Max(1, Math.Abs(x)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(6_789)]
    public void AddTo_EnteredAnywhere_IsTheSameWalk(int first)
    {
        var whole = new double[7_000];
        Walk.AddTo(7, 0, 1, whole);
        var part = new double[200];
        part.AsSpan().Fill(100);

        Walk.AddTo(7, first, 2, part);

        part.Should().Equal(whole.Skip(first).Take(200).Select(level => 100 + (2 * level)));
    }

    [Fact]
    public void AddTo_LongRun_StepsByAboutOneAndStaysNear()
    {
        var walk = new double[25_000];
        Walk.AddTo(42, 0, 1, walk);

        var steps = walk.Zip(walk.Skip(1), (a, b) => b - a).ToArray();
        Math.Sqrt(steps.Average(step => step * step)).Should().BeApproximately(1, 0.05);
        walk.Should().OnlyContain(level => Math.Abs(level) < 100);
    }
}
