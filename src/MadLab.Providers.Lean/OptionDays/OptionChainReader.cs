using System.Globalization;
using MadLab.Providers.Lean.Bars;
using MadLab.Providers.Lean.Calendars;
using MadLab.Providers.Lean.Catalog;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.OptionDays;

/// <summary>Answers option chains.</summary>
internal sealed class OptionChainReader(DataFolder folder, DailyBars daily, MarketCalendars calendars)
{
    private const string Folder = "option/usa/daily";
    private const string RateFolder = "alternative/interest-rate/usa";
    private const string RateName = "interest-rate.csv";

    private static readonly string[] Styles = ["american", "european"];

    private readonly ParsedFiles<InterestRates> _rates = new(folder, 1, InterestRates.Parse);

    /// <summary>The chain of a day.</summary>
    /// <exception cref="MarketDataException">There is none, or a file is broken.</exception>
    public OptionChain Read(Symbol symbol, LeanInstrument instrument, DateOnly? date)
    {
        var name = FileOf(instrument, date) ?? throw NoData(
            $"{Folder}/{instrument.Key}_{date?.Year.ToString("0000", CultureInfo.InvariantCulture) ?? "YEAR"}_quote_american.zip is not in the data folder.");
        var file = $"{Folder}/{name}";
        var options = folder.Read(file, stream => OptionDayReader.Read(stream, file, date));
        if (options.Quotes.Count == 0)
        {
            throw NoData(date is { } asked ? $"{file} has no quotes of {Text(asked)}." : $"{file} has no quotes.");
        }

        return new OptionChain
        {
            Symbol = symbol,
            UnderlyingPrice = CloseOn(instrument, options.Day),
            AsOf = calendars.Of(instrument.Market).SessionOf(options.Day).Close,
            Quotes = options.Quotes,
            RiskFreeRate = _rates.Get(RateFolder, RateName)?.On(options.Day) ?? 0,
        };
    }

    // Names begin with the ticker of their time and the year; the newest year comes last in the order of the alphabet.
    private string? FileOf(LeanInstrument instrument, DateOnly? date)
    {
        if (instrument.Market != LeanMarket.UsEquity)
        {
            return null;
        }

        var names = folder.Names(Folder);
        if (date is { } day)
        {
            var key = daily.KeyOn(instrument, day) ?? instrument.Key;
            return Array.ConvertAll(Styles, style => $"{key}_{day.Year.ToString("0000", CultureInfo.InvariantCulture)}_quote_{style}.zip")
                .FirstOrDefault(names.Contains);
        }

        var prefix = instrument.Key + "_";
        return names
            .Where(n => n.Length > prefix.Length + 4 && n.StartsWith(prefix, StringComparison.Ordinal)
                && Array.Exists(Styles, style => n.AsSpan(prefix.Length + 4).SequenceEqual($"_quote_{style}.zip")))
            .Max(StringComparer.Ordinal);
    }

    private decimal CloseOn(LeanInstrument instrument, DateOnly day)
    {
        var bars = daily.Of(instrument).Span;
        var index = DailyBars.FirstOn(bars, day);
        return index < bars.Length && bars[index].Day == day
            ? bars[index].Close
            : throw NoData($"{instrument.DailyFile} has no bar of {Text(day)}, the day of the option quotes.");
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static MarketDataException NoData(string message) => new(MarketErrorKind.NoData, message);
}
