using FluentAssertions;
using MadLab.Market.Providers.Synthetic;
using MadLab.Market.Quality;
using MadLab.Market.Tests.Analytics;
using MadLab.Testing;
using MadLab.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace MadLab.Market.Tests.Quality;

/// <summary>Precision and recall on clean series with faults put in. The figures that docs/analytics.md states are the bounds here, rounded down.</summary>
public sealed class QualityFiguresTests(ITestOutputHelper output)
{
    private const int Seeds = 20;
    private const int ShiftSeeds = 8;

    private static readonly double[] Ratios = [1 / 2.0, 1 / 3.0, 1 / 4.0, 1 / 7.0, 2 / 3.0, 2, 10, 20, 100, 0.01, 1_000];

    public static TheoryData<string, double, double> Real => new()
    {
        { "spy", 0.99, 0.99 },
        { "ibm", 0.99, 0.98 },
        { "aapl", 0.99, 0.96 },
        { "googl", 0.95, 0.95 }, // nothing was fitted to it
    };

    [LeanDataTheory]
    [MemberData(nameof(Real))]
    public void Scatter_IntoRealPrices_IsFound(string ticker, double precision, double recall) =>
        Judge(ticker, [LeanFiles.Daily(ticker)], precision, recall);

    [Fact]
    public async Task Scatter_IntoMadeUpPrices_IsFound() => Judge("synthetic", await MadeUpAsync(), 0.99, 0.98);

    [Fact]
    public async Task Inspect_MadeUpPrices_AccusesNobody() =>
        (await MadeUpAsync()).Sum(series => QualityInspector.Inspect(series).Issues.Total).Should().Be(0);

    [LeanDataTheory]
    [InlineData("spy")]
    [InlineData("ibm")]
    [InlineData("aapl")]
    public void Shift_OfRealPrices_IsFoundOnItsDay(string ticker) => JudgeShifts(ticker, LeanFiles.Daily(ticker), 0.99, 0.99);

    [LeanDataTheory]
    [InlineData("spy", 0)]
    [InlineData("ibm", 0)]
    [InlineData("aapl", 0)]
    [InlineData("googl", 0)]
    public void Inspect_RealAdjustedPrices_AccusesNobody(string ticker, int issues)
    {
        var found = QualityInspector.Inspect(LeanFiles.Daily(ticker)).Issues;

        foreach (var issue in found.ToList())
        {
            output.WriteLine($"{issue.Date:yyyy-MM-dd} {issue.Kind} {issue.Message}");
        }

        found.Total.Should().Be(issues);
    }

    private void Judge(string name, IReadOnlyList<PriceSeries> clean, double precision, double recall)
    {
        var (all, right) = (0, 0);
        var found = new SortedDictionary<string, (int Found, int Of)>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (series, faults) = Corruption.Scatter(clean[seed % clean.Count], seed);
            var issues = QualityInspector.Inspect(series).Issues.ToList();
            all += issues.Count;
            right += issues.Count(i => faults.Exists(f => f.Touches(i)));
            foreach (var issue in issues.Where(i => !faults.Exists(f => f.Touches(i))))
            {
                output.WriteLine($"  seed {seed} false: {issue.Date:yyyy-MM-dd} {issue.Kind} {issue.Message}");
            }

            foreach (var fault in faults)
            {
                var (hits, of) = found.GetValueOrDefault(fault.Name);
                found[fault.Name] = (hits + (issues.Any(i => i.Kind == fault.Kind && fault.Touches(i)) ? 1 : 0), of + 1);
            }
        }

        var (p, r) = ((double)right / all, (double)found.Values.Sum(f => f.Found) / found.Values.Sum(f => f.Of));
        output.WriteLine($"{name}: precision {p:F4} ({right} of {all}), recall {r:F4} of {found.Values.Sum(f => f.Of)}");
        foreach (var (fault, (hits, of)) in found)
        {
            output.WriteLine($"  {fault}: {hits} of {of}");
        }

        p.Should().BeGreaterThanOrEqualTo(precision, "the faults are those of seeds 1 to {0}", Seeds);
        r.Should().BeGreaterThanOrEqualTo(recall, "the faults are those of seeds 1 to {0}", Seeds);
    }

    private void JudgeShifts(string name, PriceSeries clean, double precision, double recall)
    {
        var (all, right, found, of) = (0, 0, 0, 0);
        foreach (var ratio in Ratios)
        {
            for (var seed = 1; seed <= ShiftSeeds; seed++)
            {
                var (series, fault) = Corruption.Shift(clean, ratio, seed);
                var issues = QualityInspector.Inspect(series).Issues.ToList();
                var hit = issues.Any(i => i.Kind == QualityKind.LevelShift && fault.Touches(i) && Math.Abs((double)i.Value!.Value * ratio - 1) < 0.01);
                (all, right, of, found) = (all + issues.Count, right + issues.Count(fault.Touches), of + 1, found + (hit ? 1 : 0));
                if (!hit)
                {
                    output.WriteLine($"  missed {ratio} at {fault.From:yyyy-MM-dd}: {string.Join(" | ", issues.Where(fault.Touches).Select(i => $"{i.Kind} {i.Value} {i.Message}"))}");
                }
            }
        }

        output.WriteLine($"{name}: precision {(double)right / all:F4} ({right} of {all}), recall with the right ratio {(double)found / of:F4} of {of}");
        ((double)right / all).Should().BeGreaterThanOrEqualTo(precision);
        ((double)found / of).Should().BeGreaterThanOrEqualTo(recall);
    }

    private static async Task<IReadOnlyList<PriceSeries>> MadeUpAsync()
    {
        var provider = new SyntheticProvider(new ManualTimeProvider());
        var series = new List<PriceSeries>();
        foreach (var symbol in new[] { "AAPL", "XOM", "SPY", "BTC-USD", "EURUSD=X" })
        {
            series.Add(await provider.GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse(symbol), Range = PriceRange.Max }));
        }

        return series;
    }
}
