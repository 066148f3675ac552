using System.Collections.Concurrent;
using MadLab.Providers.Lean.Catalog;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Calendars;

/// <summary>The calendars of the folder's markets. A market without an entry has its ordinary hours every day.</summary>
internal sealed class MarketCalendars(DataFolder folder)
{
    private const string Folder = "market-hours";
    private const string Name = "market-hours-database.json";

    private static readonly string[] Keys = [.. LeanMarket.All.Select(m => m.HoursKey)];

    private readonly ParsedFiles<Dictionary<string, MarketHours>> _database =
        new(folder, 1, static (stream, file) => MarketHoursReader.Read(stream, file, Keys));

    private readonly ConcurrentDictionary<MarketHours, MarketCalendar> _calendars = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<LeanMarket, MarketHours> _ordinary = new();

    /// <summary>The calendar of a market.</summary>
    /// <exception cref="MarketDataException">The database is broken, or the machine does not know a time zone.</exception>
    public MarketCalendar Of(LeanMarket market)
    {
        var hours = _database.Get(Folder, Name) is { } database && database.TryGetValue(market.HoursKey, out var entry)
            ? entry
            : _ordinary.GetOrAdd(market, Ordinary);
        if (_calendars.Count > 2 * Keys.Length)
        {
            // The database was replaced more than once; the old calendars are of no use.
            _calendars.Clear();
        }

        return _calendars.GetOrAdd(hours, static h => new MarketCalendar(h));
    }

    private static MarketHours Ordinary(LeanMarket market) => new()
    {
        DataZone = market.DefaultZone,
        ExchangeZone = market.DefaultZone,
        Week = [.. Enumerable.Repeat<(TimeSpan, TimeSpan)?>((market.DefaultOpen, market.DefaultClose), 7)],
    };
}
