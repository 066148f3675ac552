using MadLab.Providers.Lean.Bars;
using MadLab.Providers.Lean.Calendars;

namespace MadLab.Providers.Lean.Catalog;

/// <summary>Says what an instrument is, as far as the folder tells: it has no company names.</summary>
internal sealed class InstrumentDescriber(DailyBars daily, MarketCalendars calendars)
{
    /// <summary>The step of quotes in US shares since 2001.</summary>
    private const decimal ShareTick = 0.01m;

    /// <summary>What the instrument of a symbol is.</summary>
    /// <exception cref="MarketDataException">A file is broken.</exception>
    public InstrumentInfo Describe(Symbol symbol, LeanInstrument instrument) => new()
    {
        Symbol = symbol,
        Name = symbol.Value,
        Type = instrument.Market.Type,
        Exchange = instrument.Market.Exchange ?? NameOf(daily.ExchangeOf(instrument)),
        TimeZone = calendars.Of(instrument.Market).ExchangeZone,
        Currency = instrument.Currency,
        TickSize = instrument.Market.Type == AssetClass.Equity ? ShareTick : null,
    };

    /// <summary>The exchange of a map file's letter; null where it is none of the listing exchanges.</summary>
    private static string? NameOf(string? code) => code switch
    {
        "Q" => "NASDAQ",
        "N" => "NYSE",
        "P" => "NYSE Arca",
        "A" => "NYSE American",
        "Z" => "Cboe BZX",
        _ => null,
    };
}
