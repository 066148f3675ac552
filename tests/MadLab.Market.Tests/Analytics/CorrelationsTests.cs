using FluentAssertions;
using FsCheck.Fluent;
using MadLab.Market.Analytics;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Market.Tests.Analytics;

public sealed class CorrelationsTests
{
    [LeanDataFact]
    public void Compute_SpyAndAppleOverOneYear_IsTheKnownFigure()
    {
        PriceSeries[] series = [LeanFiles.Daily("spy"), LeanFiles.Daily("aapl")];
        var common = series[0].Bars.Select(b => b.Time).Intersect(series[1].Bars.Select(b => b.Time));
        common.Count(t => t >= new DateTimeOffset(2020, 3, 31, 0, 0, 0, TimeSpan.Zero)).Should().Be(253);

        var matrix = Correlations.Compute(series, PriceRange.OneYear);

        matrix.Matrix[0][1].Should().BeApproximately(0.6878, 0.00005);
        matrix.Timestamp.Should().Be(new DateTimeOffset(2021, 3, 31, 0, 0, 0, TimeSpan.Zero));
        matrix.Symbols.Select(s => s.Value).Should().Equal("SPY", "AAPL");
        matrix.Period.Should().Be(PriceRange.OneYear);
    }

    [LeanDataFact]
    public void Compute_RawSeriesAcrossASplit_IsWrongAsKnown() =>
        Correlations.Compute([LeanFiles.Daily("spy", adjusted: false), LeanFiles.Daily("aapl", adjusted: false)], PriceRange.OneYear)
            .Matrix[0][1].Should().BeApproximately(0.2065, 0.00005);

    [Fact]
    public void Compute_SeriesOfDifferentLengths_CountsEachPairsReturns()
    {
        var (longer, shorter) = (Series.Daily("A", Series.Walk(1, 60)), Series.Daily("B", Series.Walk(2, 60)));
        shorter = shorter with { Bars = [.. shorter.Bars.Skip(20).Where((_, i) => i != 5)] };

        var matrix = Correlations.Compute([longer, shorter], PriceRange.Max);

        matrix.Counts.Should().BeEquivalentTo(new[] { new[] { 59, 38 }, new[] { 38, 38 } }, o => o.WithStrictOrdering());
    }

    [Fact]
    public void Compute_CommonDays_ArePositiveSemidefinite() =>
        Seeded.Check(
            Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
            {
                var series = Enumerable.Range(0, 6).Select(i => Series.Daily($"S{i}", Series.Walk(seed + i, 40))).ToArray();
                return Correlations.Compute(series, PriceRange.Max).SmallestEigenvalue is >= -1e-12 and <= 1;
            }),
            100);

    [Fact]
    public void Compute_PairsOfDifferentDays_SaysThatTheyFitNoCovariance()
    {
        // A and B move together, B and C too, each pair on days of its own; A and C move against each other.
        var walk = Series.Walk(5, 90);
        var start = Series.Start;
        Bar[] Bars(Func<int, bool> has, Func<int, decimal> close) => [.. Enumerable.Range(0, 90).Where(has).Select(i => Series.Flat(start.AddDays(i), close(i)))];
        var a = Bars(i => i < 60 || i == 89, i => walk[Math.Min(i, 59)]);
        var b = Bars(i => i < 30 || i >= 60, i => i < 30 ? walk[i] : walk[i] * walk[59] / walk[89]);
        var c = Bars(i => i >= 30, i => i < 60 ? 10_000 / walk[i] : walk[i] * 10_000 / walk[59] / walk[89]);

        var matrix = Correlations.Compute([Series.Of("A", a), Series.Of("B", b), Series.Of("C", c)], PriceRange.Max);

        matrix.Matrix[0][1].Should().BeGreaterThan(0.9);
        matrix.Matrix[1][2].Should().BeGreaterThan(0.9);
        matrix.Matrix[0][2].Should().BeLessThan(-0.9);
        matrix.SmallestEigenvalue.Should().BeLessThan(-0.5, "it is told and not repaired");
    }

    [Fact]
    public void Compute_OneRawSeries_Warns()
    {
        var series = Series.Daily("A", Series.Walk(1, 40));

        Correlations.Compute([series, Series.Daily("B", Series.Walk(2, 40)) with { Adjustment = PriceAdjustment.Raw }], PriceRange.Max).Warning.Should().Contain("raw");
        Correlations.Compute([series, series], PriceRange.Max).Warning.Should().BeNull();
    }

    [Fact]
    public void Compute_AnyWalks_IsSymmetricWithinBoundsAndOneOnTheDiagonal() =>
        Seeded.Check(
            Prop.ForAll(Gen.Choose(1, int.MaxValue).ListOf(4).ToArbitrary(), seeds =>
            {
                var matrix = Correlations.Compute([.. seeds.Select((s, i) => Series.Daily($"S{i}", Series.Walk(s, 60)))], PriceRange.Max).Matrix;
                for (var i = 0; i < matrix.Count; i++)
                {
                    for (var j = 0; j < matrix.Count; j++)
                    {
                        if (matrix[i][j] is not { } value || value != matrix[j][i] || value is < -1 or > 1 || (i == j && value != 1))
                        {
                            return false;
                        }
                    }
                }

                return true;
            }),
            200);

    [Fact]
    public void Compute_SameOppositeAndScaledPrices_AreOneAndMinusOne()
    {
        var closes = Series.Walk(3, 60);
        var matrix = Correlations.Compute(
            [Series.Daily("A", closes), Series.Daily("B", [.. closes.Select(c => 7 * c)]), Series.Daily("C", [.. closes.Select(c => 1_000 / c)])],
            PriceRange.Max).Matrix;

        matrix[0][1].Should().BeApproximately(1, 1e-12);
        matrix[0][2].Should().BeApproximately(-1, 1e-12);
    }

    [Fact]
    public void Compute_PairByHand_IsPearsonsFormula()
    {
        var (a, b) = (Series.Walk(11, 50), Series.Walk(12, 50));
        var (x, y) = (LogReturns.Of(Series.Daily("A", a)), LogReturns.Of(Series.Daily("B", b)));
        var covariance = x.Zip(y, (p, q) => (p - x.Average()) * (q - y.Average())).Sum();
        var expected = covariance / Math.Sqrt(x.Sum(p => Math.Pow(p - x.Average(), 2)) * y.Sum(q => Math.Pow(q - y.Average(), 2)));

        Correlations.Compute([Series.Daily("A", a), Series.Daily("B", b)], PriceRange.Max).Matrix[0][1].Should().BeApproximately(expected, 1e-12);
    }

    [Fact]
    public void Compute_DaysThatOneLacks_TakesReturnsOverTheCommonDays()
    {
        var closes = Series.Walk(5, 90);
        var all = Series.Daily("A", closes).Bars;
        var holes = all.Where((_, i) => i % 3 != 1).ToArray();

        // The same instrument with holes: aligned first, the returns over each hole agree exactly.
        Correlations.Compute([Series.Of("A", all), Series.Of("B", holes)], PriceRange.Max).Matrix[0][1].Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void Compute_TwentyCommonReturns_IsTheLeast()
    {
        var closes = Series.Walk(5, 40);

        At(21).Should().NotBeNull();
        At(20).Should().BeNull();

        double? At(int days) => Correlations.Compute([Series.Daily("A", closes), Series.Daily("B", closes[..days])], PriceRange.Max).Matrix[0][1];
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(1.01)] // steady growth varies by rounding alone
    public void Compute_SeriesWithoutVariance_IsNullNotZero(double growth)
    {
        var steady = Enumerable.Range(0, 60).Select(i => (decimal)(100 * Math.Pow(growth, i))).ToArray();

        var matrix = Correlations.Compute([Series.Daily("A", Series.Walk(1, 60)), Series.Daily("B", steady)], PriceRange.Max).Matrix;

        matrix[0][1].Should().BeNull();
        matrix[1][0].Should().BeNull();
        matrix[1][1].Should().Be(1);
    }

    [Fact]
    public void Compute_Window_CountsBackFromTheNewestDayOfAllWithBothEnds()
    {
        // 2024 has 366 bars; B ends on 30 June. One month back from there is 30 May to 30 June: 32 days, 31 returns.
        var (a, b) = (Series.Walk(1, 366), Series.Walk(2, 366));
        var end = new DateTimeOffset(2024, 6, 30, 0, 0, 0, TimeSpan.Zero);
        var (first, last) = (150, 181);
        Series.Daily("A", a).Bars[first].Time.Should().Be(new DateTimeOffset(2024, 5, 30, 0, 0, 0, TimeSpan.Zero));

        var windowed = Correlations.Compute([Series.Daily("A", a), Series.Daily("B", b[..(last + 1)])], PriceRange.OneMonth);
        var cut = Correlations.Compute([Series.Daily("A", a[first..(last + 1)]), Series.Daily("B", b[first..(last + 1)])], PriceRange.Max);

        windowed.Timestamp.Should().Be(end);
        windowed.Matrix[0][1].Should().Be(cut.Matrix[0][1]);
    }

    [Theory]
    [InlineData(PriceRange.OneDay)]
    [InlineData(PriceRange.FiveDays)]
    public void Compute_PeriodOfFewSessions_HasNoValuesOffTheDiagonal(PriceRange period)
    {
        var matrix = Correlations.Compute([Series.Daily("A", Series.Walk(1, 60)), Series.Daily("B", Series.Walk(2, 60))], period).Matrix;

        matrix[0].Should().Equal(1.0, null);
        matrix[1].Should().Equal(null, 1.0);
    }

    [Fact]
    public void Compute_OneSeries_IsOne() =>
        Correlations.Compute([Series.Daily("A", 1)], PriceRange.OneYear).Matrix.Should().ContainSingle().Which.Should().Equal(1.0);

    [Fact]
    public void Compute_SeriesThatSayWhenTheyClosed_IsStampedWithTheLatestOfThem()
    {
        var closes = Series.Walk(1, 30);
        var day = Series.Start.AddDays(29);
        var early = Series.Daily("A", closes) with { AsOf = day.AddHours(18) };
        var late = Series.Daily("B", closes) with { AsOf = day.AddHours(21) };
        var goesOn = Series.Daily("C", Series.Walk(2, 40)) with { AsOf = day.AddDays(11) };

        Correlations.Compute([early, late, goesOn], PriceRange.Max).Timestamp.Should().Be(day.AddHours(21));
    }

    [Fact]
    public void Compute_UnfinishedBar_IsLeftOut()
    {
        var (a, b) = (Series.Walk(1, 41), Series.Walk(2, 41));
        PriceSeries Running(string symbol, decimal[] closes)
        {
            var bars = Series.Daily(symbol, closes).Bars.ToArray();
            bars[^1] = bars[^1] with { IsFinal = false };
            return Series.Of(symbol, bars);
        }

        var running = Correlations.Compute([Running("A", a), Running("B", b)], PriceRange.Max);

        running.Should().BeEquivalentTo(Correlations.Compute([Series.Daily("A", a[..^1]), Series.Daily("B", b[..^1])], PriceRange.Max));
    }

    [Fact]
    public void Compute_ZeroAndNegativePrices_AreDaysWithoutAClose()
    {
        var closes = Series.Walk(1, 60);
        var broken = closes.ToArray();
        (broken[10], broken[20]) = (0, -37.63m);

        Correlations.Compute([Series.Daily("A", closes), Series.Daily("B", broken)], PriceRange.Max).Matrix[0][1].Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void Compute_NoDayInCommon_ThrowsNoData()
    {
        var old = Series.Of("OLD", [Series.Flat(Series.Start.AddDays(-10), 1)]);

        foreach (var series in new PriceSeries[][] { [old, Series.Daily("NEW", 1, 2)], [old, Series.Of("NONE", [])], [] })
        {
            var act = () => Correlations.Compute(series, PriceRange.OneYear);

            act.Should().Throw<MarketDataException>().Which.Kind.Should().Be(MarketErrorKind.NoData);
        }
    }

    [Fact]
    public void NewestCommonDay_RandomDays_IsThatOfSets() =>
        Seeded.Check(Prop.ForAll(Gen.Choose(0, 30).ListOf().ListOf(3).ToArbitrary(), lists =>
        {
            var paths = lists.Select(days => ClosingPath.Of(Series.Of("A", [.. days.Distinct().Order().Select(d => Series.Flat(Series.Start.AddDays(d), 1))]))).ToArray();
            var common = lists.Select(l => l.AsEnumerable()).Aggregate((x, y) => x.Intersect(y)).ToArray();
            DateOnly? expected = common.Length == 0 ? null : DateOnly.FromDateTime(Series.Start.AddDays(common.Max()).Date);
            return ClosingPath.NewestCommonDay(paths) == expected;
        }));
}
