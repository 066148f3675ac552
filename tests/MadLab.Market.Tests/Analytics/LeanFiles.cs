using System.Globalization;
using System.IO.Compression;
using MadLab.TestSupport;

namespace MadLab.Market.Tests.Analytics;

/// <summary>Reads just what these tests need of the real Lean folder, apart from the provider, so that the figures are checked twice.</summary>
internal static class LeanFiles
{
    public static PriceSeries Daily(string ticker, bool adjusted = true)
    {
        var factors = File.ReadLines(PathTo("equity", "usa", "factor_files", $"{ticker}.csv"))
            .Select(l => l.Split(','))
            .Where(c => c.Length >= 3)
            .Select(c => (Day: Day(c[0]), Factor: Number(c[1]) * Number(c[2])))
            .ToArray();
        using var zip = ZipFile.OpenRead(PathTo("equity", "usa", "daily", $"{ticker}.zip"));
        var bars = new List<Bar>();
        foreach (var cells in Lines(zip.Entries.Single()).Select(l => l.Split(',')))
        {
            var day = Day(cells[0][..8]);
            var factor = (adjusted ? factors.First(f => f.Day >= day).Factor : 1) / 10_000m;
            bars.Add(new Bar
            {
                Time = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
                Open = Number(cells[1]) * factor,
                High = Number(cells[2]) * factor,
                Low = Number(cells[3]) * factor,
                Close = Number(cells[4]) * factor,
                Volume = Number(cells[5]),
            });
        }

        return new PriceSeries
        {
            Symbol = Symbol.Parse(ticker),
            Interval = BarInterval.OneDay,
            Adjustment = adjusted ? PriceAdjustment.All : PriceAdjustment.Raw,
            Bars = bars,
        };
    }

    /// <summary>The AAPL option quotes of 2014-06-06 at the close.</summary>
    public static OptionChain AppleOptions()
    {
        using var zip = ZipFile.OpenRead(PathTo("option", "usa", "daily", "aapl_2014_quote_american.zip"));
        var quotes = new List<OptionQuote>();
        foreach (var entry in zip.Entries)
        {
            var parts = Path.GetFileNameWithoutExtension(entry.Name).Split('_');
            foreach (var cells in Lines(entry).Where(l => l.StartsWith("20140606", StringComparison.Ordinal)).Select(l => l.Split(',')))
            {
                quotes.Add(new OptionQuote
                {
                    Strike = Number(parts[4]) / 10_000m,
                    Expiry = Day(parts[5]),
                    Right = parts[3] == "call" ? OptionRight.Call : OptionRight.Put,
                    Bid = Price(cells[4]),
                    Ask = Price(cells[9]),
                });
            }
        }

        return new OptionChain
        {
            Symbol = Symbol.Parse("AAPL"),
            UnderlyingPrice = 645.57m,
            AsOf = new DateTimeOffset(2014, 6, 6, 20, 0, 0, TimeSpan.Zero),
            RiskFreeRate = 0.0025,
            Quotes = quotes,
        };
    }

    private static string PathTo(params string[] parts) => Path.Combine([LeanData.Folder!, .. parts]);

    private static IEnumerable<string> Lines(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static decimal Price(string cell) => cell.Length == 0 ? 0 : Number(cell) / 10_000m;

    private static decimal Number(string cell) => decimal.Parse(cell, NumberStyles.Number, CultureInfo.InvariantCulture);

    private static DateOnly Day(string cell) => DateOnly.ParseExact(cell, "yyyyMMdd", CultureInfo.InvariantCulture);
}
