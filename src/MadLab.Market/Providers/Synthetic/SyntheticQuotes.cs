namespace MadLab.Market.Providers.Synthetic;

/// <summary>What a tick looks like from outside.</summary>
internal static class SyntheticQuotes
{
    private const double HalfSpread = 0.00005;

    public static Quote Quote(Instrument instrument, Tick tick)
    {
        var day = tick.Session.Day;
        var (change, percent) = Change(instrument, tick);
        var half = Math.Max(1, (int)(tick.Price * HalfSpread));
        return new Quote
        {
            Symbol = instrument.Symbol,
            Price = instrument.PriceOf(tick.Price),
            Timestamp = Steps.TimeOf(tick.Step),
            Volume = tick.Volume,
            Change = change,
            ChangePercent = percent,
            Open = instrument.PriceOf(day.Open),
            High = instrument.PriceOf(tick.High),
            Low = instrument.PriceOf(tick.Low),
            PreviousClose = instrument.PriceOf(day.PreviousClose),
            Bid = instrument.PriceOf(tick.Price - half),
            Ask = instrument.PriceOf(tick.Price + half),
            BidSize = Lots(instrument.Seed, tick.Step),
            AskSize = Lots(~instrument.Seed, tick.Step),
        };
    }

    public static Kpis Kpis(Tape tape, Tick tick)
    {
        var instrument = tape.Instrument;
        var price = instrument.PriceOf(tick.Price);
        var (change, percent) = Change(instrument, tick);
        var finished = tick.Minute is null ? tick.Session.Day.Session : tick.Session.Day.Session - 1;
        var (high, low) = tape.YearTo(finished) ?? (tick.High, tick.Low);
        return new Kpis
        {
            Symbol = instrument.Symbol,
            Name = instrument.Name,
            Price = price,
            Change = change,
            ChangePercent = percent,
            Volume = tick.Volume,
            Timestamp = Steps.TimeOf(tick.Step),
            Currency = SyntheticProvider.Currency,
            MarketCap = instrument.Shares is { } shares ? price * shares : null,
            PeRatio = instrument.Eps is { } eps and > 0 ? decimal.Round(price / eps, 4) : null,
            Eps = instrument.Eps,
            Dividend = instrument.Dividend,
            DividendYield = instrument.Dividend is { } dividend ? decimal.Round(dividend / price, 6) : null,
            Beta = Math.Round(instrument.Beta, 2),
            FiftyTwoWeekHigh = instrument.PriceOf(Math.Max(high, tick.High)),
            FiftyTwoWeekLow = instrument.PriceOf(Math.Min(low, tick.Low)),
        };
    }

    public static InstrumentInfo Info(Instrument instrument) => new()
    {
        Symbol = instrument.Symbol,
        Name = instrument.Name,
        Type = instrument.Type,
        Exchange = "SYNTHETIC",
        TimeZone = "America/New_York",
        Currency = SyntheticProvider.Currency,
        TickSize = instrument.PriceOf(1),
    };

    private static (decimal Change, decimal Percent) Change(Instrument instrument, Tick tick)
    {
        var previous = tick.Session.Day.PreviousClose;
        return (instrument.PriceOf(tick.Price - previous), decimal.Round((tick.Price - previous) * 100m / previous, 4));
    }

    private static decimal Lots(ulong key, long step) => 100 * (1 + (Noise.Bits(key, step) % 20));
}
