using MadLab.Providers.Lean.Corporate;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Bars;

/// <summary>Turns bars of the folder into bars of an answer.</summary>
internal static class BarAdjuster
{
    /// <summary>Corrects a bar and places it in time.</summary>
    /// <param name="bar">The bar of the file.</param>
    /// <param name="time">Its time in the answer, UTC.</param>
    /// <param name="factors">The factors of its day.</param>
    /// <param name="adjustment">What to correct for.</param>
    public static Bar Adjust(in LeanBar bar, DateTimeOffset time, Factors factors, PriceAdjustment adjustment)
    {
        var factor = factors.For(adjustment);
        var split = adjustment == PriceAdjustment.Raw ? 1 : factors.Split;
        return factor == 1 && split == 1
            ? new Bar { Time = time, Open = bar.Open, High = bar.High, Low = bar.Low, Close = bar.Close, Volume = bar.Volume }
            : new Bar
            {
                Time = time,
                Open = Round(bar.Open * factor),
                High = Round(bar.High * factor),
                Low = Round(bar.Low * factor),
                Close = Round(bar.Close * factor),
                Volume = Decimals.Trim(Math.Round(bar.Volume / split, 2)),
            };
    }

    /// <summary>Rounds a price to six significant digits or more. A larger price never becomes the smaller one, so high and low stay what they are.</summary>
    public static decimal Round(decimal price)
    {
        var size = Math.Abs(price);
        var decimals = size >= 0.1m ? 6 : size >= 0.00001m ? 10 : 16;
        return Decimals.Trim(Math.Round(price, decimals));
    }
}
