using FluentAssertions;
using MadLab.Market.Analytics;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class NormalDistributionTests
{
    [Theory]
    [InlineData(-20, 2.7536241186062337e-89)]
    [InlineData(-10, 7.61985302416052607e-24)]
    [InlineData(-6, 9.86587645037698141e-10)]
    [InlineData(-1, 0.158655253931457051)]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068542949)]
    [InlineData(5, 0.999999713348428121)]
    public void Cdf_KnownArguments_KeepsItsDigitsInTheTails(double x, double expected) =>
        NormalDistribution.Cdf(x).Should().BeApproximately(expected, 2e-14 * expected);

    [Fact]
    public void Density_AtZeroAndOne_IsThePublishedValue()
    {
        NormalDistribution.Density(0).Should().BeApproximately(0.3989422804014327, 1e-16);
        NormalDistribution.Density(-1).Should().BeApproximately(0.24197072451914337, 1e-16);
    }
}
