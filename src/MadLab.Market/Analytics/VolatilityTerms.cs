using System.Globalization;

namespace MadLab.Market.Analytics;

/// <summary>What each session adds to an estimate of variance; the formulas and their sources are in <c>docs/analytics.md</c>.</summary>
/// <remarks>The first bar lends its close alone, so that windows of one length are the same sessions whatever the estimator.</remarks>
internal sealed class VolatilityTerms
{
    private static readonly double FourLogTwo = 4 * Math.Log(2);
    private static readonly double TwoLogTwoLessOne = (2 * Math.Log(2)) - 1;

    private readonly VolatilityEstimator _estimator;
    private readonly double[] _main;
    private readonly double[] _overnight;
    private readonly double[] _day;

    private VolatilityTerms(VolatilityEstimator estimator, int count)
    {
        _estimator = estimator;
        _main = new double[count];
        var zhang = estimator == VolatilityEstimator.YangZhang;
        _overnight = zhang ? new double[count] : [];
        _day = zhang ? new double[count] : [];
    }

    /// <summary>How many sessions there are: one less than bars.</summary>
    public int Count => _main.Length;

    /// <summary>The terms of a series of finished bars.</summary>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: a price is not positive, so it has no logarithm.</exception>
    public static VolatilityTerms Of(PriceSeries series, VolatilityEstimator estimator)
    {
        var bars = series.Bars;
        var finished = bars.Count > 0 && !bars[^1].IsFinal ? bars.Count - 1 : bars.Count;
        var terms = new VolatilityTerms(estimator, Math.Max(0, finished - 1));
        for (var i = 0; i < terms.Count; i++)
        {
            terms.Set(i, series.Symbol, bars[i], bars[i + 1]);
        }

        return terms;
    }

    /// <summary>The variance of one session, estimated from each window of some successive ones.</summary>
    /// <param name="length">How many sessions a window has, 2 or more and at most <see cref="Count"/>.</param>
    public double[] Variances(int length)
    {
        var main = Moments.OfWindows(_main, length);
        if (_estimator == VolatilityEstimator.CloseToClose)
        {
            return Array.ConvertAll(main, m => m.SampleVariance);
        }

        var variances = Array.ConvertAll(main, m => m.Mean);
        if (_estimator == VolatilityEstimator.YangZhang)
        {
            var k = 0.34 / (1.34 + ((length + 1.0) / (length - 1)));
            var (overnight, day) = (Moments.OfWindows(_overnight, length), Moments.OfWindows(_day, length));
            for (var i = 0; i < variances.Length; i++)
            {
                variances[i] = overnight[i].SampleVariance + (k * day[i].SampleVariance) + ((1 - k) * variances[i]);
            }
        }

        return variances;
    }

    private void Set(int i, Symbol symbol, in Bar before, in Bar bar)
    {
        var previous = Log(symbol, before, before.Close);
        var close = Log(symbol, bar, bar.Close);
        if (_estimator == VolatilityEstimator.CloseToClose)
        {
            _main[i] = close - previous;
            return;
        }

        var open = Log(symbol, bar, bar.Open);
        var (up, down, day) = (Log(symbol, bar, bar.High) - open, Log(symbol, bar, bar.Low) - open, close - open);
        var range = up - down;
        _main[i] = _estimator switch
        {
            VolatilityEstimator.Parkinson => range * range / FourLogTwo,
            VolatilityEstimator.GarmanKlass => (0.5 * range * range) - (TwoLogTwoLessOne * day * day),
            _ => (up * (up - day)) + (down * (down - day)),
        };
        if (_estimator == VolatilityEstimator.YangZhang)
        {
            _overnight[i] = open - previous;
            _day[i] = day;
        }
    }

    private static double Log(Symbol symbol, in Bar bar, decimal price) =>
        price > 0
            ? Math.Log((double)price)
            : throw new MarketDataException(
                MarketErrorKind.NoData,
                string.Create(CultureInfo.InvariantCulture, $"{symbol} has a price of {price} on {bar.Time:yyyy-MM-dd}: volatility needs positive prices."));
}
