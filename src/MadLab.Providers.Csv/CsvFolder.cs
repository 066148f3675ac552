using System.Globalization;

namespace MadLab.Providers.Csv;

/// <summary>The files of the folder. They are found by listing it, so that no symbol can reach outside.</summary>
internal sealed class CsvFolder(string folder)
{
    private const string Extension = ".csv";
    private const string Names = "symbols";
    private const string Splits = "splits";
    private const string Dividends = "dividends";
    private const long MaxFileBytes = 256 * 1024 * 1024;

    private static readonly string[] DayFormats = ["yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd"];

    /// <summary>The lengths of bars that some file has, a day always.</summary>
    public IEnumerable<BarInterval> Intervals() =>
        Files().Select(static f => BarIntervals.TryParse(f.Suffix, out var interval) ? interval : BarInterval.OneDay).Append(BarInterval.OneDay).Distinct().Order();

    /// <summary>The first instrument with daily bars; null where there is none.</summary>
    public Symbol? First() =>
        Files().Where(static f => f.Suffix.Length == 0 && !f.Symbol.Equals(Names, StringComparison.OrdinalIgnoreCase)).Select(static f => Symbol.TryParse(f.Symbol, out var symbol) ? symbol : (Symbol?)null).Order().FirstOrDefault(static s => s is not null);

    /// <exception cref="MarketDataException">There is no such file, or it is not what it should be.</exception>
    public async Task<IReadOnlyList<Bar>> ReadBarsAsync(Symbol symbol, BarInterval interval, CancellationToken cancellationToken)
    {
        var file = FileOf(symbol, interval == BarInterval.OneDay ? string.Empty : interval.ToText())
            ?? throw (Files().Any(f => f.Symbol == symbol.Value)
                ? new MarketDataException(MarketErrorKind.NoData, $"There are no {interval.ToText()} bars of {symbol}.")
                : MarketDataException.SymbolUnknown(symbol));
        var table = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        var time = table.Column("time", "date", "datetime", "timestamp");
        var (open, high, low, close) = (table.Column("open"), table.Column("high"), table.Column("low"), table.Column("close"));
        var volume = table.Find("volume");
        var bars = table.Rows.Select(row => new Bar
        {
            Time = interval.IsIntraday() ? row.Moment(time) : new DateTimeOffset(row.Day(time, DayFormats), default, TimeSpan.Zero),
            Open = row.Number(open),
            High = row.Number(high),
            Low = row.Number(low),
            Close = row.Number(close),
            Volume = volume is { } column && !row.IsEmpty(column) ? row.Number(column) : 0,
        }).ToList();
        if (bars.Count == 0)
        {
            throw new MarketDataException(MarketErrorKind.NoData, $"{table.Name} has no bars.");
        }

        // Newest first is how many services write them.
        if (bars[0].Time > bars[^1].Time)
        {
            bars.Reverse();
        }

        for (var i = 1; i < bars.Count; i++)
        {
            if (bars[i].Time <= bars[i - 1].Time)
            {
                throw table.Bad($"the bar of {bars[i].Time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} is there twice, or out of order");
            }
        }

        return bars;
    }

    /// <summary>What happened to a share; null where no file tells.</summary>
    public async Task<(IReadOnlyList<Split>? Splits, IReadOnlyList<CashDividend>? Dividends)> ReadActionsAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        IReadOnlyList<Split>? splits = null;
        IReadOnlyList<CashDividend>? dividends = null;
        if (FileOf(symbol, Splits) is { } file)
        {
            var table = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
            var (day, ratio) = (table.Column("date"), table.Column("ratio"));
            splits = [.. table.Rows.Select(r => new Split(r.Day(day, DayFormats), r.Number(ratio)))];
        }

        if (FileOf(symbol, Dividends) is { } other)
        {
            var table = await ReadAsync(other, cancellationToken).ConfigureAwait(false);
            var (day, amount) = (table.Column("date"), table.Column("amount"));
            dividends = [.. table.Rows.Select(r => new CashDividend(r.Day(day, DayFormats), r.Number(amount)))];
        }

        return (splits, dividends);
    }

    public async Task<CsvInstrument?> FindAsync(Symbol symbol, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(n => n.Symbol == symbol);

    /// <summary>Every instrument that has bars, with what <c>symbols.csv</c> says of it.</summary>
    public async Task<IReadOnlyList<CsvInstrument>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<Symbol, CsvInstrument>();
        string? names = null;
        foreach (var (path, text, suffix) in Files())
        {
            if (text.Equals(Names, StringComparison.OrdinalIgnoreCase) && suffix.Length == 0)
            {
                names = path;
            }
            else if (suffix is not (Splits or Dividends) && Symbol.TryParse(text, out var symbol))
            {
                found[symbol] = new CsvInstrument(symbol, symbol.Value, ClassOf(symbol));
            }
        }

        if (names is not null)
        {
            var table = await ReadAsync(names, cancellationToken).ConfigureAwait(false);
            var (symbols, name) = (table.Column("symbol"), table.Column("name"));
            var (type, exchange, zone, currency) = (table.Find("type"), table.Find("exchange"), table.Find("timezone"), table.Find("currency"));
            foreach (var row in table.Rows)
            {
                if (Symbol.TryParse(row.Text(symbols), out var symbol) && found.ContainsKey(symbol))
                {
                    found[symbol] = new CsvInstrument(
                        symbol, row.Text(name) is { Length: > 0 } own ? own : symbol.Value,
                        row.TextOrNull(type) is { } kind && Enum.TryParse<AssetClass>(kind, ignoreCase: true, out var asset) ? asset : ClassOf(symbol),
                        row.TextOrNull(exchange), row.TextOrNull(zone), row.TextOrNull(currency));
                }
            }
        }

        return [.. found.Values];
    }

    private static AssetClass ClassOf(Symbol symbol) => SymbolMap.KindOf(symbol) switch
    {
        SymbolKind.Index => AssetClass.Index,
        SymbolKind.Forex => AssetClass.Forex,
        SymbolKind.Crypto => AssetClass.Crypto,
        SymbolKind.Option => AssetClass.Option,
        _ => AssetClass.Equity,
    };

    private string? FileOf(Symbol symbol, string suffix) => Files().FirstOrDefault(f => f.Symbol == symbol.Value && f.Suffix == suffix).Path;

    /// <summary>All files, as <c>SYMBOL.csv</c> or <c>SYMBOL.SUFFIX.csv</c>; characters that no file name takes are written as in an address, <c>BTC%2FUSD.csv</c>.</summary>
    private IEnumerable<(string Path, string Symbol, string Suffix)> Files()
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            {
                var name = Path.GetFileNameWithoutExtension(path);
                var cut = name.LastIndexOf('.');
                var suffix = cut > 0 ? name[(cut + 1)..].ToLowerInvariant() : string.Empty;

                // BRK.B.csv has a dot, and no suffix.
                var isSuffix = suffix is Splits or Dividends || (suffix.Length > 0 && BarIntervals.TryParse(suffix, out _));
                yield return (path, Uri.UnescapeDataString(isSuffix ? name[..cut] : name).ToUpperInvariant(), isSuffix ? suffix : string.Empty);
            }
        }
    }

    private static async Task<CsvTable> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                throw new MarketDataException(MarketErrorKind.Malformed, $"{name} is longer than {MaxFileBytes} bytes.");
            }

            return CsvTable.Read(name, await File.ReadAllLinesAsync(path, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MarketDataException(MarketErrorKind.Unavailable, $"{name} cannot be read.", e);
        }
    }
}
