using System.Globalization;
using System.Text;

namespace MadLab.TestSupport;

/// <summary>Writes what a <see cref="LeanFolder"/> holds: the same bytes every time.</summary>
internal static class LeanFolderContents
{
    private static readonly DateOnly[] Holidays =
    [
        new(2023, 5, 29), new(2023, 6, 19), new(2023, 7, 4), new(2023, 9, 4), new(2023, 11, 23), new(2023, 12, 25),
        new(2024, 1, 1), new(2024, 1, 15), new(2024, 2, 19), new(2024, 3, 29), new(2024, 5, 27), new(2024, 6, 19), LeanFolder.Holiday,
    ];

    /// <summary>The sessions of shares, oldest first.</summary>
    public static readonly List<DateOnly> SessionDays = Days(LeanFolder.NewestDay, LeanFolder.Sessions);

    private static readonly Lazy<LeanFolderFiles> Made = new(Make);

    /// <summary>The files, made once.</summary>
    public static LeanFolderFiles Files => Made.Value;

    private static LeanFolderFiles Make()
    {
        var folder = new LeanFolderFiles();
        var days = SessionDays;
        var acme = WriteAcme(folder, days);
        WriteBeta(folder, days);
        WriteDaily(folder, "gama", days, seed: 3);
        WriteReusedTicker(folder, days);
        WritePairs(folder);
        LeanFolderOptions.Write(folder, day => acme[days.IndexOf(day)].Close);
        folder.AddText("alternative/interest-rate/usa/interest-rate.csv", "DATE,PCREDIT8\n2015-12-17,1.00\n2023-07-27,5.5\n");
        folder.AddText("market-hours/market-hours-database.json", MarketHours());
        return folder;
    }

    /// <summary>The last so many weekdays up to a day that are no holidays.</summary>
    public static List<DateOnly> Days(DateOnly newest, int count)
    {
        var days = new List<DateOnly>(count);
        for (var day = newest; days.Count < count; day = day.AddDays(-1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(day))
            {
                days.Add(day);
            }
        }

        days.Reverse();
        return days;
    }

    /// <summary>A day's bars as a walk with steps of one cent or more; the same for the same seed.</summary>
    public static List<LeanFolderBar> Walk(int count, int seed, decimal start, decimal step)
    {
        var random = new Random(seed);
        var bars = new List<LeanFolderBar>(count);
        var close = start;
        for (var i = 0; i < count; i++)
        {
            var open = Near(close, step / 2);
            close = Near(open, step);
            bars.Add(new LeanFolderBar(
                open,
                Math.Max(open, close) + Cents(random.NextDouble() * (double)step),
                Math.Min(open, close) - Cents(random.NextDouble() * (double)step),
                close,
                1_000 + random.Next(100_000)));
        }

        return bars;

        decimal Near(decimal price, decimal by) =>
            Math.Max(10, price + Cents(((random.NextDouble() * 2) - 1 + ((double)(start - price) / (double)start / 10)) * (double)by));

        static decimal Cents(double value) => Math.Round((decimal)value, 2);
    }

    // Split and dividend, and minutes of the newest day that begin and end on its daily bar, before and after hours included.
    private static List<LeanFolderBar> WriteAcme(LeanFolderFiles folder, List<DateOnly> days)
    {
        var bars = Walk(days.Count, seed: 1, start: 100, step: 2);
        for (var i = 0; i < days.Count; i++)
        {
            bars[i] = days[i] < LeanFolder.SplitDay ? bars[i].Times(LeanFolder.SplitRatio) : bars[i];
        }

        var minutes = Walk(390, seed: 11, start: bars[^1].Open, step: 0.2m);
        bars[^1] = new LeanFolderBar(
            minutes[0].Open, minutes.Max(m => m.High), minutes.Min(m => m.Low), minutes[^1].Close, minutes.Sum(m => m.Volume));
        folder.AddZip("equity/usa/daily/acme.zip", Daily(days, bars));

        var text = new StringBuilder();
        var outside = new LeanFolderBar(500, 501, 499, 500, 100);
        Append(text, Milliseconds(8, 0), outside);
        for (var i = 0; i < minutes.Count; i++)
        {
            Append(text, Milliseconds(9, 30 + i), minutes[i]);
        }

        Append(text, Milliseconds(16, 0), outside);
        folder.AddZip($"equity/usa/minute/acme/{Text(LeanFolder.NewestDay)}_trade.zip", text.ToString());

        // Older minutes, which serve their own day alone.
        folder.AddZip("equity/usa/minute/acme/20240110_trade.zip", text.ToString());
        folder.AddText("equity/usa/factor_files/acme.csv", FactorFile(bars, days));
        folder.AddText("equity/usa/map_files/acme.csv", $"{Text(days[0])},acme,Q\n20501231,acme,Q\n");
        return bars;
    }

    private static void WriteBeta(LeanFolderFiles folder, List<DateOnly> days)
    {
        var bars = Walk(days.Count, seed: 2, start: 40, step: 1);
        var text = new StringBuilder();
        for (var i = days.Count - 5; i < days.Count; i++)
        {
            var early = days[i] == LeanFolder.EarlyCloseDay;
            var hours = Walk(early ? 4 : 7, seed: 100 + i, start: bars[i].Open, step: 0.3m);
            bars[i] = new LeanFolderBar(
                hours[0].Open, hours.Max(h => h.High), hours.Min(h => h.Low), hours[^1].Close, hours.Sum(h => h.Volume));
            for (var hour = 0; hour < hours.Count; hour++)
            {
                Append(text, $"{Text(days[i])} {(9 + hour).ToString("00", CultureInfo.InvariantCulture)}:00", hours[hour]);
            }
        }

        folder.AddZip("equity/usa/daily/beta.zip", Daily(days, bars));
        folder.AddZip("equity/usa/hour/beta.zip", text.ToString());
        folder.AddText("equity/usa/factor_files/beta.csv", $"{Text(days[0])},1,1,1\n20501231,1,1,0\n");
    }

    // newt.zip holds two companies: OLDC until the change, when it took another ticker, and NEWT since.
    private static void WriteReusedTicker(LeanFolderFiles folder, List<DateOnly> days)
    {
        var change = days.IndexOf(LeanFolder.TickerChangeDay);
        var older = Walk(change, seed: 4, start: 900, step: 5);
        var newer = Walk(days.Count - change, seed: 5, start: 30, step: 0.5m);
        folder.AddZip("equity/usa/daily/newt.zip", Daily(days, [.. older, .. newer]));
        folder.AddZip("equity/usa/daily/oldc.zip", Daily([.. days.Skip(change)], Walk(days.Count - change, seed: 6, start: 900, step: 5)));
        var last = Text(LeanFolder.TickerChangeDay.AddDays(-1));
        folder.AddText("equity/usa/map_files/newt.csv", $"20240425,newtv,Q\n{last},newtv,Q\n20501231,newt,Q\n");
        folder.AddText("equity/usa/map_files/oldc.csv", $"{Text(days[0])},newt,Q\n{last},newt,Q\n20501231,oldc,Q\n");
        foreach (var ticker in new[] { "newt", "oldc" })
        {
            folder.AddText($"equity/usa/factor_files/{ticker}.csv", $"{Text(days[0])},1,1,1\n20501231,1,1,0\n");
        }
    }

    private static void WritePairs(LeanFolderFiles folder)
    {
        var crypto = new StringBuilder();
        var forex = new StringBuilder();
        for (var i = 0; i < 40; i++)
        {
            var day = LeanFolder.NewestDay.AddDays(i - 39);
            crypto.Append(CultureInfo.InvariantCulture, $"{Text(day)} 00:00,{60000 + i},{60100 + i},{59900.5m + i},{60050.25m + i},{12.5m + i}\n");
            if (day.DayOfWeek != DayOfWeek.Saturday)
            {
                var bid = 1.08m + (i * 0.0001m);
                var ask = bid + 0.0002m;
                forex.Append(
                    CultureInfo.InvariantCulture,
                    $"{Text(day)} 00:00,{bid},{bid + 0.001m},{bid - 0.001m},{bid + 0.0005m},0,{ask},{ask + 0.001m},{ask - 0.001m},{ask + 0.0005m},0\n");
            }
        }

        folder.AddZip("crypto/coinbase/daily/btcusd_trade.zip", crypto.ToString());
        folder.AddZip("forex/oanda/daily/eurusd.zip", forex.ToString());
    }

    private static void WriteDaily(LeanFolderFiles folder, string ticker, List<DateOnly> days, int seed) =>
        folder.AddZip($"equity/usa/daily/{ticker}.zip", Daily(days, Walk(days.Count, seed, 25, 0.5m)));

    private static string FactorFile(List<LeanFolderBar> bars, List<DateOnly> days)
    {
        var split = Before(LeanFolder.SplitDay);
        var dividend = Before(LeanFolder.DividendDay);
        const decimal factor = 1m / LeanFolder.SplitRatio;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Text(days[0])},{LeanFolder.DividendFactor},{factor},1\n{Text(days[split])},{LeanFolder.DividendFactor},{factor},{bars[split].Close}\n{Text(days[dividend])},{LeanFolder.DividendFactor},1,{bars[dividend].Close}\n20501231,1,1,0\n");

        int Before(DateOnly day) => days.IndexOf(day) - 1;
    }

    private static string Daily(List<DateOnly> days, List<LeanFolderBar> bars)
    {
        var text = new StringBuilder();
        for (var i = 0; i < days.Count; i++)
        {
            Append(text, $"{Text(days[i])} 00:00", bars[i]);
        }

        // The real files end without a line end.
        return text.ToString().TrimEnd('\n');
    }

    private static void Append(StringBuilder text, string time, LeanFolderBar bar) => text.Append(
        CultureInfo.InvariantCulture,
        $"{time},{bar.Open * 10_000:0},{bar.High * 10_000:0},{bar.Low * 10_000:0},{bar.Close * 10_000:0},{bar.Volume:0}\n");

    private static string Milliseconds(int hour, int minute) =>
        (((hour * 60) + minute) * 60_000).ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string MarketHours()
    {
        const string usa = """[{"start":"04:00:00","end":"09:30:00","state":"premarket"},{"start":"09:30:00","end":"16:00:00","state":"market"},{"start":"16:00:00","end":"20:00:00","state":"postmarket"}]""";
        const string always = """[{"start":"00:00:00","end":"1.00:00:00","state":"market"}]""";
        const string none = "[]";
        return $$"""
            {
              "entries": {
                "Equity-india-[*]": {{Entry("Asia/Kolkata", none, usa, "")}},
                "Equity-usa-[*]": {{Entry("America/New_York", none, usa, $"\"{UsDate(LeanFolder.EarlyCloseDay)}\": \"13:00:00\"")}},
                "Forex-oanda-[*]": {{Entry("UTC", always, always, "")}},
                "Crypto-coinbase-[*]": {{Entry("UTC", always, always, "")}}
              }
            }
            """;

        static string Entry(string zone, string weekend, string weekday, string earlyCloses) => $$"""
            {
              "dataTimeZone": "{{zone}}", "exchangeTimeZone": "{{zone}}",
              "sunday": {{weekend}}, "monday": {{weekday}}, "tuesday": {{weekday}}, "wednesday": {{weekday}},
              "thursday": {{weekday}}, "friday": {{weekday}}, "saturday": {{weekend}},
              "holidays": ["{{UsDate(LeanFolder.Holiday)}}"], "earlyCloses": { {{earlyCloses}} }, "lateOpens": {}
            }
            """;

        static string UsDate(DateOnly day) => day.ToString("M/d/yyyy", CultureInfo.InvariantCulture);
    }
}
