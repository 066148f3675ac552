using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.OptionDays;

/// <summary>The interest rate of each day.</summary>
internal sealed class InterestRates
{
    private readonly (DateOnly From, double Rate)[] _rates;

    private InterestRates((DateOnly, double)[] rates) => _rates = rates;

    /// <summary>Reads <c>yyyy-MM-dd,percent</c> below a heading: the days on which the rate changed.</summary>
    public static InterestRates Parse(Stream stream, string file)
    {
        var rates = new List<(DateOnly, double)>();
        using var lines = new LineReader(stream, file);
        while (lines.TryRead(out var line))
        {
            var fields = new CsvFields(line);
            fields.TryNext(out var date);
            if (lines.LineNumber == 1 && !CsvNumbers.TryIsoDay(date, out _))
            {
                continue;
            }

            if (!CsvNumbers.TryIsoDay(date, out var day) || !fields.TryNextNumber(2, out var rate))
            {
                throw lines.Malformed("a date and a rate belong here");
            }

            if (rates.Count > 0 && rates[^1].Item1 >= day)
            {
                throw lines.Malformed("dates do not increase");
            }

            rates.Add((day, (double)rate));
        }

        return rates.Count > 0 ? new InterestRates([.. rates]) : throw lines.Empty();
    }

    /// <summary>The rate in force on a day, a fraction; 0 before the first one.</summary>
    public double On(DateOnly day)
    {
        var rate = 0.0;
        foreach (var (from, value) in _rates)
        {
            if (from > day)
            {
                break;
            }

            rate = value;
        }

        return rate;
    }
}
