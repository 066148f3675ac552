using System.Globalization;

namespace MadLab.Market.Analytics;

/// <summary>Logarithms of one close by the one before.</summary>
internal static class LogReturns
{
    /// <summary>The returns of all bars, oldest first: one less than there are bars.</summary>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: a close is not positive, so it has no logarithm.</exception>
    public static double[] Of(PriceSeries series) => Newest(series, series.Bars.Count - 1);

    /// <summary>The newest returns, oldest first; fewer when there are not so many.</summary>
    /// <param name="series">The series.</param>
    /// <param name="count">The most returns wanted.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.NoData"/>: a close is not positive, so it has no logarithm.</exception>
    public static double[] Newest(PriceSeries series, int count)
    {
        var bars = series.Bars;
        count = Math.Min(count, bars.Count - 1);
        if (count <= 0)
        {
            return [];
        }

        var first = bars.Count - count;
        var returns = new double[count];
        var previous = Close(series, bars[first - 1]);
        for (var i = 0; i < count; i++)
        {
            var close = Close(series, bars[first + i]);
            returns[i] = Math.Log(close / previous);
            previous = close;
        }

        return returns;
    }

    private static double Close(PriceSeries series, in Bar bar) =>
        bar.Close > 0
            ? (double)bar.Close
            : throw new MarketDataException(
                MarketErrorKind.NoData,
                string.Create(CultureInfo.InvariantCulture, $"{series.Symbol} closed at {bar.Close} on {bar.Time:yyyy-MM-dd}: returns need positive prices."));
}
