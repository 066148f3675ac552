namespace MadLab.Market.Quality;

/// <summary>Checks a provider's key figures before anybody sees them.</summary>
internal static class KpisValidation
{
    /// <summary>Checks the figures.</summary>
    /// <param name="symbol">What was asked for.</param>
    /// <param name="kpis">What came.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the message says what is wrong.</exception>
    public static void Check(Symbol symbol, Kpis? kpis)
    {
        if (kpis is null)
        {
            Malformed.Throw(symbol, $"the provider answered null; without data it throws NoData.");
        }

        Malformed.ThrowIfNot(symbol, kpis.Symbol);
        Malformed.ThrowIfNotUtc(symbol, kpis.Timestamp);
        if (string.IsNullOrWhiteSpace(kpis.Name))
        {
            Malformed.Throw(symbol, $"the instrument has no name; use the symbol where there is no other.");
        }

        if (kpis.Volume < 0 || kpis.MarketCap < 0 || kpis.Dividend < 0)
        {
            Malformed.Throw(symbol, $"volume {kpis.Volume}, market capitalisation {kpis.MarketCap} or dividend {kpis.Dividend} is negative.");
        }

        // The one mistake that every vendor makes some day: percent for a fraction.
        if (kpis.DividendYield is < 0 or > 1)
        {
            Malformed.Throw(symbol, $"dividend yield {kpis.DividendYield} is not a fraction between 0 and 1.");
        }

        if (kpis is { Price: 0, Volume: 0, Change: 0 })
        {
            Malformed.Throw(symbol, $"price, change and volume are all zero, as upstreams answer what they do not know; without data a provider throws NoData.");
        }

        if (IsInAnotherUnit(kpis))
        {
            Malformed.Throw(symbol, $"a change of {kpis.Change} to {kpis.Price} is no {kpis.ChangePercent} percent.");
        }

        if (kpis.Beta is { } beta && !double.IsFinite(beta))
        {
            Malformed.Throw(symbol, $"beta is not a number.");
        }

        if (kpis.FiftyTwoWeekLow > kpis.FiftyTwoWeekHigh)
        {
            Malformed.Throw(symbol, $"52-week low {kpis.FiftyTwoWeekLow} is above the high {kpis.FiftyTwoWeekHigh}.");
        }
    }

    /// <summary>Whether the change in percent is a hundredth or a hundredfold of what price and change say. Other differences pass: vendors round, and measure from different closes.</summary>
    private static bool IsInAnotherUnit(Kpis kpis)
    {
        var (price, change, percent) = ((double)kpis.Price, (double)kpis.Change, (double)kpis.ChangePercent);
        var expected = change / (price - change) * 100;

        // Of a tiny change rounding leaves nothing to compare.
        if (!double.IsFinite(expected) || Math.Abs(expected) < 0.1)
        {
            return false;
        }

        var ratio = percent / expected;
        return Math.Abs((ratio * 100) - 1) < 0.1 || Math.Abs((ratio / 100) - 1) < 0.1;
    }
}
