using System.Buffers;
using System.Text;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Corporate;

/// <summary>The tickers under which one company was traded. A ticker's files hold other companies' bars as well: whoever had it before or after.</summary>
internal sealed class MapFile
{
    /// <summary>Where map files lie.</summary>
    public const string Folder = "equity/usa/map_files";

    private static readonly SearchValues<byte> TickerBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"u8);

    private readonly (DateOnly Until, string Ticker)[] _rows;

    private MapFile((DateOnly, string)[] rows, string? exchange) => (_rows, Exchange) = (rows, exchange);

    /// <summary>The letter of the newest row's exchange; null where it has none.</summary>
    public string? Exchange { get; }

    /// <summary>Reads <c>yyyyMMdd,ticker[,exchange]</c>: the first row is the first day, each further one the last day of its ticker.</summary>
    public static MapFile Parse(Stream stream, string file)
    {
        var rows = new List<(DateOnly, string)>();
        string? exchange = null;
        using var lines = new LineReader(stream, file);
        while (lines.TryRead(out var line))
        {
            var fields = new CsvFields(line);
            if (!fields.TryNext(out var date) || !CsvNumbers.TryDay(date, out var day)
                || !fields.TryNext(out var ticker) || !IsTicker(ticker))
            {
                throw lines.Malformed("a date and a ticker belong here");
            }

            if (rows.Count > 0 && rows[^1].Item1 > day)
            {
                throw lines.Malformed("dates do not increase");
            }

            rows.Add((day, Encoding.ASCII.GetString(ticker).ToLowerInvariant()));
            exchange = fields.TryNext(out var letter) && letter.Length == 1 ? Encoding.ASCII.GetString(letter) : null;
        }

        return rows.Count > 0 ? new MapFile([.. rows], exchange) : throw lines.Empty();
    }

    // A ticker becomes part of a file's name, so what means something in a path is none.
    private static bool IsTicker(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= Symbol.MaxLength
        && !text.ContainsAnyExcept(TickerBytes)
        && text.IndexOf(".."u8) < 0;

    /// <summary>The company's tickers, oldest first, each with its first and last day.</summary>
    public IEnumerable<(string Ticker, DateOnly From, DateOnly To)> Spans()
    {
        var from = _rows[0].Until;
        if (_rows.Length == 1)
        {
            yield return (_rows[0].Ticker, from, DateOnly.MaxValue);
        }

        for (var i = 1; i < _rows.Length; i++)
        {
            yield return (_rows[i].Ticker, from, _rows[i].Until);
            from = _rows[i].Until.AddDays(_rows[i].Until < DateOnly.MaxValue ? 1 : 0);
        }
    }

    /// <summary>The ticker of a day; null when the company was not traded then.</summary>
    public string? TickerOn(DateOnly day)
    {
        foreach (var (ticker, from, to) in Spans())
        {
            if (day >= from && day <= to)
            {
                return ticker;
            }
        }

        return null;
    }
}
