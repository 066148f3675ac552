using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Analytics;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class EigenvaluesTests
{
    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.5, 0.5)]
    [InlineData(1.0, 0)]
    [InlineData(-0.25, 0.75)]
    public void Smallest_OfTwo_IsOneLessTheCorrelation(double correlation, double smallest) =>
        Eigenvalues.Smallest([[1, correlation], [correlation, 1]]).Should().BeApproximately(smallest, 1e-14);

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void Smallest_OfEqualCorrelations_IsOneLessThat(double rho)
    {
        var matrix = Enumerable.Range(0, 50).Select(i => Enumerable.Range(0, 50).Select(j => (double?)(i == j ? 1 : rho)).ToArray()).ToArray();

        Eigenvalues.Smallest(matrix).Should().BeApproximately(1 - rho, 1e-12);
    }

    [Fact]
    public void Smallest_CorrelationsThatCannotBe_IsNegative() =>
        Eigenvalues.Smallest([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]]).Should().BeApproximately(-0.8, 1e-12);

    [Fact]
    public void Smallest_NoneOneOrANull_IsThatOrNull()
    {
        Eigenvalues.Smallest([]).Should().BeNull();
        Eigenvalues.Smallest([[1]]).Should().Be(1);
        Eigenvalues.Smallest([[1, null], [null, 1]]).Should().BeNull();
    }

    [Fact]
    public void Smallest_OfAProductWithItself_IsNeverBelowZeroAndBoundsEveryQuotient() =>
        Seeded.Check(
            Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
            {
                var random = new Random(seed);
                var n = random.Next(2, 12);
                var factor = Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray()).ToArray();
                var matrix = Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => (double?)factor[i].Zip(factor[j], (a, b) => a * b).Sum()).ToArray()).ToArray();
                var smallest = Eigenvalues.Smallest(matrix)!.Value;
                var x = Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5).ToArray();
                var quotient = Enumerable.Range(0, n).Sum(i => Enumerable.Range(0, n).Sum(j => x[i] * matrix[i][j]!.Value * x[j])) / x.Sum(v => v * v);
                return smallest > -1e-12 && smallest <= quotient + 1e-12;
            }),
            300);
}
