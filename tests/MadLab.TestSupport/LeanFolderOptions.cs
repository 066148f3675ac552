using System.Globalization;

namespace MadLab.TestSupport;

/// <summary>Writes the option quotes of a generated folder: Black-76 prices of one volatility, a spread around them.</summary>
internal static class LeanFolderOptions
{
    private const double HalfSpread = 0.05;

    /// <summary>Writes the contracts of both days.</summary>
    public static void Write(LeanFolderFiles folder, Func<DateOnly, decimal> closeOn)
    {
        var entries = new List<(string, string)>();
        foreach (var day in new[] { LeanFolder.EarlierOptionDay, LeanFolder.NewestDay })
        {
            // The days have contracts of their own, as on both sides of a split.
            var spot = (double)closeOn(day);
            var shift = day == LeanFolder.NewestDay ? 0 : 1;
            foreach (var expiry in LeanFolder.Expiries)
            {
                for (var percent = 80; percent <= 120; percent += 4)
                {
                    var strike = Math.Round(spot * percent / 100) + shift;
                    entries.Add(Contract("call", day, expiry, spot, strike));
                    entries.Add(Contract("put", day, expiry, spot, strike));
                }
            }
        }

        folder.AddZip("option/usa/daily/acme_2024_quote_american.zip", entries.DistinctBy(e => e.Item1));
    }

    private static (string Name, string Text) Contract(string right, DateOnly day, DateOnly expiry, double spot, double strike)
    {
        // Session close to session close: both at 16:00 in summer time.
        var years = (expiry.DayNumber - day.DayNumber) / 365.0;
        var price = Price(right == "call", spot, strike, years);
        var bid = Units(Math.Max(0, price - HalfSpread));
        var ask = Units(price + HalfSpread);
        var side = bid == "0" ? ",,,,0" : $"{bid},{bid},{bid},{bid},10";
        return (
            $"acme_quote_american_{right}_{Units(strike)}_{Text(expiry)}.csv",
            $"{Text(day)} 00:00,{side},{ask},{ask},{ask},{ask},10");
    }

    private static double Price(bool call, double spot, double strike, double years)
    {
        var growth = Math.Exp(LeanFolder.Rate * years);
        var forward = spot * growth;
        var deviation = LeanFolder.FlatVol * Math.Sqrt(years);
        var d1 = (Math.Log(forward / strike) / deviation) + (deviation / 2);
        var d2 = d1 - deviation;
        var undiscounted = call
            ? (forward * Normal(d1)) - (strike * Normal(d2))
            : (strike * Normal(-d2)) - (forward * Normal(-d1));
        return undiscounted / growth;
    }

    // Simpson's rule over the density: slow and exact to more than ten digits, which is all a test needs.
    private static double Normal(double x)
    {
        const int steps = 2_000;
        var width = x / steps;
        var sum = Density(0) + Density(x);
        for (var i = 1; i < steps; i++)
        {
            sum += Density(i * width) * (i % 2 == 0 ? 2 : 4);
        }

        return 0.5 + (sum * width / 3);

        static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }

    private static string Units(double price) => Math.Round(price * 10_000).ToString("0", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
