using FluentAssertions;
using MadLab.Testing;
using MadLab.TestSupport;
using Xunit;

namespace MadLab.Providers.Lean.Tests;

/// <summary>Known figures of real data; skipped only where there is none.</summary>
public sealed class LeanRealDataTests
{
    private static readonly DateOnly Newest = new(2021, 3, 31);
    private readonly ManualTimeProvider _time = new();
    private readonly Lazy<LeanProvider> _provider;

    public LeanRealDataTests() =>
        _provider = new(() => new LeanProvider(new LeanProviderOptions { Folder = LeanData.Folder!, ReplaySpeed = 1000 }, _time));

    [LeanDataTheory]
    [InlineData("AAPL", 5849, "1998-01-02")]
    [InlineData("SPY", 5849, "1998-01-02")]
    [InlineData("IBM", 5849, "1998-01-02")]
    [InlineData("GOOG", 1761, "2014-04-03")]
    [InlineData("GOOGL", 4183, "2004-08-19")]
    public async Task GetPrices_Max_ServesEveryBarOfTheCompany(string symbol, int bars, string first)
    {
        var series = await Prices(symbol, PriceRange.Max);

        series.Bars.Should().HaveCount(bars);
        Day(series.Bars[0]).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).Should().Be(first);
        Day(series.Bars[^1]).Should().Be(Newest);
        series.AsOf.Should().Be(new DateTimeOffset(2021, 3, 31, 20, 0, 0, TimeSpan.Zero));
        series.Adjustment.Should().Be(PriceAdjustment.All);
        series.Bars.Should().OnlyContain(b => b.Low <= b.Open && b.Low <= b.Close && b.High >= b.Open && b.High >= b.Close && b.Low > 0);
    }

    [LeanDataTheory]
    [InlineData("SPY", PriceAdjustment.All, 20, 0.140950)]
    [InlineData("SPY", PriceAdjustment.All, 60, 0.155315)]
    [InlineData("SPY", PriceAdjustment.All, 252, 0.208877)]
    [InlineData("AAPL", PriceAdjustment.All, 20, 0.324744)]
    [InlineData("AAPL", PriceAdjustment.All, 60, 0.330488)]
    [InlineData("AAPL", PriceAdjustment.All, 252, 0.369738)]
    [InlineData("AAPL", PriceAdjustment.Raw, 252, 1.404608)]
    public async Task GetPrices_Returns_HaveTheKnownVolatility(string symbol, PriceAdjustment adjustment, int days, double volatility)
    {
        var series = await Prices(symbol, PriceRange.TwoYears, adjustment);

        var returns = Returns(series.Bars).TakeLast(days).ToArray();
        var mean = returns.Average();
        var variance = returns.Sum(r => (r - mean) * (r - mean)) / (returns.Length - 1);
        Math.Sqrt(variance * 252).Should().BeApproximately(volatility, 1e-6);
    }

    [LeanDataFact]
    public async Task GetPrices_SpyAndAppleOverAYear_HaveTheKnownCorrelation()
    {
        var spy = (await Prices("SPY", PriceRange.OneYear)).Bars;
        var apple = (await Prices("AAPL", PriceRange.OneYear)).Bars;

        spy.Select(b => b.Time).Should().Equal(apple.Select(b => b.Time)).And.HaveCount(253);
        var (x, y) = (Returns(spy), Returns(apple));
        var (mx, my) = (x.Average(), y.Average());
        var covariance = x.Zip(y).Sum(p => (p.First - mx) * (p.Second - my));
        var correlation = covariance / Math.Sqrt(x.Sum(v => (v - mx) * (v - mx)) * y.Sum(v => (v - my) * (v - my)));
        correlation.Should().BeApproximately(0.6878, 0.00005);
    }

    [LeanDataTheory]
    [InlineData("SPY", BarInterval.OneDay, 1)]
    [InlineData("GOOG", BarInterval.OneDay, 1)]
    [InlineData("AAPL", BarInterval.OneHour, 7)]
    public async Task GetPrices_OneDay_IsOfTheNewestDay(string symbol, BarInterval interval, int bars)
    {
        var series = await Prices(symbol, PriceRange.OneDay);

        series.Interval.Should().Be(interval);
        series.Bars.Should().HaveCount(bars).And.OnlyContain(b => Day(b) == Newest);
    }

    [LeanDataTheory]
    [InlineData("SPY", BarInterval.OneDay, 5)]
    [InlineData("AAPL", BarInterval.OneHour, 35)]
    public async Task GetPrices_FiveDays_IsOfTheNewestFive(string symbol, BarInterval interval, int bars)
    {
        var series = await Prices(symbol, PriceRange.FiveDays);

        series.Interval.Should().Be(interval);
        series.Bars.Should().HaveCount(bars);
    }

    [LeanDataFact]
    public async Task GetOptionChain_DayBeforeTheSplit_HasTheKnownContracts()
    {
        var chain = await _provider.Value.GetOptionChainAsync(Symbol.Parse("AAPL"), new DateOnly(2014, 6, 6));

        chain.Quotes.Should().HaveCount(2352);
        chain.UnderlyingPrice.Should().Be(645.57m);
        chain.AsOf.Should().Be(new DateTimeOffset(2014, 6, 6, 20, 0, 0, TimeSpan.Zero));
        Forward(chain, new DateOnly(2014, 7, 19)).Should().BeApproximately(645.77, 0.05);
    }

    [LeanDataFact]
    public async Task GetOptionChain_NewestDay_HasItsOwnStrikesAndClose()
    {
        var chain = await _provider.Value.GetOptionChainAsync(Symbol.Parse("AAPL"));

        chain.AsOf.Should().Be(new DateTimeOffset(2014, 6, 9, 20, 0, 0, TimeSpan.Zero));
        chain.Quotes.Should().HaveCount(2180);
        chain.UnderlyingPrice.Should().Be(93.70m);
    }

    [LeanDataTheory]
    [InlineData("SPY")]
    [InlineData("AAPL")]
    [InlineData("GOOG")]
    [InlineData("BTC-USD")]
    [InlineData("EURUSD=X")]
    public async Task StreamQuotes_EndOfTheSession_IsTheNewestDailyBar(string symbol)
    {
        var bar = (await _provider.Value.GetPricesAsync(
            new PriceRequest { Symbol = Symbol.Parse(symbol), Range = PriceRange.OneDay, DailyOnly = true, Adjustment = PriceAdjustment.Raw })).Bars[0];
        await using var replay = new ReplayReader(_time, _provider.Value.StreamQuotesAsync(Symbol.Parse(symbol)));

        // A full round: the quote before volume or price fall back to the beginning is the close.
        var last = await replay.NextAsync();
        for (var next = await replay.NextAsync(); next.Price != bar.Open || next.High != bar.Open || next.Low != bar.Open; next = await replay.NextAsync())
        {
            last = next;
        }

        (last.Price, last.High, last.Low, last.Volume).Should().Be((bar.Close, bar.High, bar.Low, bar.Volume));
        _provider.Value.GetReplay(Symbol.Parse(symbol)).Should().Be(new ReplaySession(Day(bar), 1000));
    }

    private static double Forward(OptionChain chain, DateOnly expiry)
    {
        var growth = Math.Exp(chain.RiskFreeRate * (expiry.DayNumber - Day(chain.AsOf).DayNumber) / 365.0);
        var forwards = chain.Quotes
            .Where(q => q.Expiry == expiry && q.Bid > 0 && Math.Abs(q.Strike - chain.UnderlyingPrice) < 15)
            .GroupBy(q => q.Strike)
            .Where(g => g.Count() == 2)
            .Select(g => (double)g.Key + (growth * (double)(Mid(g, OptionRight.Call) - Mid(g, OptionRight.Put))))
            .Order()
            .ToArray();
        return forwards[forwards.Length / 2];

        static decimal Mid(IEnumerable<OptionQuote> quotes, OptionRight right)
        {
            var quote = quotes.Single(q => q.Right == right);
            return (quote.Bid + quote.Ask) / 2;
        }
    }

    private static double[] Returns(IReadOnlyList<Bar> bars) =>
        [.. bars.Zip(bars.Skip(1), (a, b) => Math.Log((double)b.Close / (double)a.Close))];

    private static DateOnly Day(Bar bar) => Day(bar.Time);

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private Task<PriceSeries> Prices(string symbol, PriceRange range, PriceAdjustment adjustment = PriceAdjustment.All) =>
        _provider.Value.GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse(symbol), Range = range, Adjustment = adjustment });
}
