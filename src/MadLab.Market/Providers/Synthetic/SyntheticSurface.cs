using MadLab.Market.Calendars;

namespace MadLab.Market.Providers.Synthetic;

/// <summary>Quotes the surface on strikes around the price: 8 expiries, 21 strikes, sensitivities by Black-76 with the forward at the price.</summary>
internal static class SyntheticSurface
{
    private const int StrikesEachSide = 10;
    private const double DaysPerYear = 365;

    /// <summary>Half the distance of bid and ask, as a part of the volatility.</summary>
    private const double HalfSpread = 0.01;

    public static VolSurface At(Instrument instrument, Tick tick)
    {
        var now = Steps.TimeOf(tick.Step);
        var price = instrument.PriceOf(tick.Price);
        var surface = new SsviSurface(instrument, tick.Session.Day.Session);
        var strikes = Strikes(price);
        var expiries = OptionExpiries.From(EasternTime.DateAt(now));
        var points = new List<VolPoint>(strikes.Length * expiries.Count);
        foreach (var expiry in expiries)
        {
            var years = Years(now, expiry);
            foreach (var strike in strikes)
            {
                points.Add(Point(surface, (double)price, strike, expiry, years));
            }
        }

        return new VolSurface { Symbol = instrument.Symbol, UnderlyingPrice = price, Points = points, Timestamp = now };
    }

    /// <summary>Years of 365 days from a moment to the close of the expiry's session.</summary>
    public static double Years(DateTimeOffset now, DateOnly expiry) =>
        (TradingCalendar.UsEquity.Session(expiry).CloseUtc - now).TotalDays / DaysPerYear;

    // Round steps (1, 2, 2.5 or 5 times a power of ten) of about 2 % of the price.
    private static decimal[] Strikes(decimal price)
    {
        var step = Step(price / 45);
        var centre = decimal.Round(price / step) * step;
        var strikes = new decimal[(2 * StrikesEachSide) + 1];
        for (var i = 0; i < strikes.Length; i++)
        {
            strikes[i] = centre + ((i - StrikesEachSide) * step);
        }

        return strikes;
    }

    private static decimal Step(decimal wanted)
    {
        var unit = 1m;
        while (unit > wanted)
        {
            unit /= 10;
        }

        while (unit * 10 <= wanted)
        {
            unit *= 10;
        }

        return unit * (wanted / unit) switch
        {
            < 1.4m => 1,
            < 2.2m => 2,
            < 3.5m => 2.5m,
            < 7m => 5,
            _ => 10,
        };
    }

    private static VolPoint Point(SsviSurface surface, double forward, decimal strike, DateOnly expiry, double years)
    {
        var logMoneyness = Math.Log((double)strike / forward);
        var total = Math.Sqrt(surface.TotalVariance(logMoneyness, years));
        var volatility = total / Math.Sqrt(years);
        var d1 = (-logMoneyness / total) + (total / 2);
        var density = NormalDistribution.Density(d1);
        return new VolPoint
        {
            Strike = strike,
            Expiry = expiry,
            ImpliedVol = volatility,
            Delta = logMoneyness >= 0 ? NormalDistribution.Cumulative(d1) : -NormalDistribution.Cumulative(-d1),
            Gamma = density / (forward * total),
            Theta = -forward * density * volatility / (2 * Math.Sqrt(years)) / DaysPerYear,
            Vega = forward * density * Math.Sqrt(years),
            BidVol = volatility * (1 - HalfSpread),
            AskVol = volatility * (1 + HalfSpread),
        };
    }
}
