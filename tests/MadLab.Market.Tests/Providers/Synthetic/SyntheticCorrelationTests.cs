using FluentAssertions;
using MadLab.Market.Providers.Synthetic;
using Xunit;
using static MadLab.Market.Tests.Providers.Synthetic.Moments;

namespace MadLab.Market.Tests.Providers.Synthetic;

public sealed class SyntheticCorrelationTests
{
    [Theory]
    [InlineData("2008-05-20T12:00:00Z")]
    [InlineData("2020-02-29T12:00:00Z")]
    [InlineData("2024-01-17T16:03:27Z")]
    [InlineData("2026-11-23T02:00:00Z")]
    [InlineData("2027-06-01T18:00:00Z")]
    public async Task DailyReturns_OfAnyTwoKnownNamesOverAYear_CorrelateBetween02And08(string moment)
    {
        var returns = new List<double[]>();
        foreach (var known in KnownInstruments.All)
        {
            var bars = (await PricesAsync(At(moment), known.Symbol, PriceRange.OneYear)).Bars;
            returns.Add([.. bars.Zip(bars.Skip(1), (a, b) => Math.Log((double)(b.Close / a.Close)))]);
        }

        var pairs =
            from i in Enumerable.Range(0, returns.Count)
            from j in Enumerable.Range(0, i)
            select Pearson(returns[i], returns[j]);
        pairs.Should().OnlyContain(correlation => correlation > 0.2 && correlation < 0.8);
    }

    private static double Pearson(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        double xy = 0, xx = 0, yy = 0;
        for (var i = 0; i < x.Length; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }

        return xy / Math.Sqrt(xx * yy);
    }
}
