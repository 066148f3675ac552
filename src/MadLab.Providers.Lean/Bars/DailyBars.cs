using MadLab.Providers.Lean.Catalog;
using MadLab.Providers.Lean.Corporate;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Bars;

/// <summary>The daily bars of instruments, each company's own alone.</summary>
internal sealed class DailyBars
{
    private const int MaxBarFiles = 64;
    private const int MaxSmallFiles = 512;

    private readonly Dictionary<LeanMarket, ParsedFiles<LeanBar[]>> _bars;
    private readonly ParsedFiles<MapFile> _maps;
    private readonly ParsedFiles<FactorFile> _factors;

    public DailyBars(DataFolder folder)
    {
        _bars = LeanMarket.All.ToDictionary(m => m, m => new ParsedFiles<LeanBar[]>(
            folder, MaxBarFiles, (stream, file) => BarReader.ReadDated(stream, file, m)));
        _maps = new ParsedFiles<MapFile>(folder, MaxSmallFiles, MapFile.Parse);
        _factors = new ParsedFiles<FactorFile>(folder, MaxSmallFiles, FactorFile.Parse);
    }

    /// <summary>All daily bars of an instrument, oldest first, never empty.</summary>
    /// <exception cref="MarketDataException">There are none, or a file is broken.</exception>
    public ReadOnlyMemory<LeanBar> Of(LeanInstrument instrument)
    {
        var bars = MapOf(instrument) is { } map ? Mapped(instrument, map) : Read(instrument.Market, instrument.Key);
        return bars is { Length: > 0 } some
            ? some
            : throw new MarketDataException(
                MarketErrorKind.NoData, $"{instrument.DailyFile} is missing, or holds no bar of the company that {instrument.Key.ToUpperInvariant()} is today.");
    }

    /// <summary>The ticker under which an instrument's files of a day lie; null when the company was not traded then.</summary>
    public string? KeyOn(LeanInstrument instrument, DateOnly day) =>
        MapOf(instrument) is { } map ? map.TickerOn(day) : instrument.Key;

    /// <summary>The factors that correct a share's prices; null where the folder has none.</summary>
    public FactorFile? FactorsOf(LeanInstrument instrument) =>
        instrument.Market == LeanMarket.UsEquity ? _factors.Get(FactorFile.Folder, $"{instrument.Key}.csv") : null;

    /// <summary>The letter of the exchange that lists a share; null where the folder does not say.</summary>
    public string? ExchangeOf(LeanInstrument instrument) => MapOf(instrument)?.Exchange;

    private MapFile? MapOf(LeanInstrument instrument) =>
        instrument.Market == LeanMarket.UsEquity ? _maps.Get(MapFile.Folder, $"{instrument.Key}.csv") : null;

    // Each ticker's file serves the days on which the company had that ticker: GOOG's bars before April 2014 are GOOGL's.
    private ReadOnlyMemory<LeanBar>? Mapped(LeanInstrument instrument, MapFile map)
    {
        var parts = new List<ReadOnlyMemory<LeanBar>>();
        foreach (var (ticker, from, to) in map.Spans())
        {
            if (Read(instrument.Market, ticker) is { } bars && Between(bars, from, to) is { Length: > 0 } part)
            {
                parts.Add(part);
            }
        }

        if (parts.Count <= 1)
        {
            return parts.Count == 1 ? parts[0] : null;
        }

        var joined = new LeanBar[parts.Sum(p => p.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined.AsMemory(at));
            at += part.Length;
        }

        return joined;
    }

    private ReadOnlyMemory<LeanBar>? Read(LeanMarket market, string key) =>
        _bars[market].Get(market.DailyFolder, market.FileName(key)) is { } bars ? bars : null;

    private static ReadOnlyMemory<LeanBar> Between(ReadOnlyMemory<LeanBar> bars, DateOnly from, DateOnly to)
    {
        var first = FirstOn(bars.Span, from);
        var end = to == DateOnly.MaxValue ? bars.Length : FirstOn(bars.Span, to.AddDays(1));
        return bars[first..Math.Max(first, end)];
    }

    /// <summary>The index of the first bar on or after a day.</summary>
    public static int FirstOn(ReadOnlySpan<LeanBar> bars, DateOnly day)
    {
        var low = 0;
        var high = bars.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (bars[middle].Day < day)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
