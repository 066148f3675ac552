using System.IO.Compression;
using System.Text;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.OptionDays;

/// <summary>Reads the option quotes of one day out of a year's file: a zip with one small CSV per contract.</summary>
internal static class OptionDayReader
{
    private const int PriceShift = 4;
    private const int LongestLine = 4096;

    /// <summary>Reads the quotes at the end of a day.</summary>
    /// <param name="stream">The zip file.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="date">The day; null for the newest that the file has.</param>
    /// <returns>The day and its quotes, which are empty when the file has none of that day.</returns>
    /// <exception cref="MarketDataException">The file is broken.</exception>
    public static OptionDay Read(Stream stream, string file, DateOnly? date)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var newest = date ?? DateOnly.MinValue;
        var quotes = new List<OptionQuote>();
        foreach (var entry in archive.Entries)
        {
            if (!ZipFiles.IsCsv(entry))
            {
                continue;
            }

            var contract = Contract(entry.Name, file);
            using var content = entry.Open();
            using var lines = new LineReader(content, $"{file} ({entry.Name})", LongestLine);
            var previous = DateTime.MinValue;
            while (lines.TryRead(out var line))
            {
                var fields = new CsvFields(line);
                if (!TryRow(ref fields, out var time, out var bid, out var ask))
                {
                    throw lines.Malformed("a time and ten numbers belong here");
                }

                if (time <= previous)
                {
                    throw lines.Malformed("times do not increase");
                }

                previous = time;
                var day = DateOnly.FromDateTime(time);
                if (date is null && day > newest)
                {
                    newest = day;
                    quotes.Clear();
                }

                if (day == newest)
                {
                    quotes.Add(contract with { Bid = bid, Ask = ask });
                }
            }
        }

        return new OptionDay(newest, quotes);
    }

    // aapl_quote_american_call_6450000_20140719.csv
    private static OptionQuote Contract(string name, string file)
    {
        var stem = Path.GetFileNameWithoutExtension(name.AsSpan());
        Span<Range> parts = stackalloc Range[8];
        var count = stem.Split(parts, '_');
        Span<byte> strike = stackalloc byte[32];
        Span<byte> expiry = stackalloc byte[32];
        if (count is >= 4 and < 8
            && TryRight(stem[parts[count - 3]], out var right)
            && Encoding.UTF8.TryGetBytes(stem[parts[count - 2]], strike, out var strikeLength)
            && Encoding.UTF8.TryGetBytes(stem[parts[count - 1]], expiry, out var expiryLength)
            && CsvNumbers.TryNumber(strike[..strikeLength], PriceShift, out var price) && price > 0
            && CsvNumbers.TryDay(expiry[..expiryLength], out var day))
        {
            return new OptionQuote { Strike = price, Expiry = day, Right = right, Bid = 0, Ask = 0 };
        }

        throw new MarketDataException(
            MarketErrorKind.Malformed, $"{file} holds a file whose name does not say right, strike and expiry, such as aapl_quote_american_call_6450000_20140719.csv.");
    }

    private static bool TryRight(ReadOnlySpan<char> text, out OptionRight right)
    {
        right = text is "put" ? OptionRight.Put : OptionRight.Call;
        return text is "put" or "call";
    }

    // time, bid open high low close size, ask open high low close size: the closes count, and an empty side is one that nobody quoted.
    private static bool TryRow(ref CsvFields fields, out DateTime time, out decimal bid, out decimal ask)
    {
        ask = bid = 0;
        return fields.TryNext(out var stamp) & CsvNumbers.TryTime(stamp, out time)
            && TrySide(ref fields, out bid) && TrySide(ref fields, out ask) && !fields.TryNext(out _);
    }

    private static bool TrySide(ref CsvFields fields, out decimal close)
    {
        close = 0;
        for (var i = 0; i < 5; i++)
        {
            if (!fields.TryNext(out var field)
                || (i == 3 && !field.IsEmpty && (!CsvNumbers.TryNumber(field, PriceShift, out close) || close < 0)))
            {
                return false;
            }
        }

        return true;
    }
}
