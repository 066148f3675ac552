using MadLab.Market.Providers.Synthetic;
using MadLab.Testing;
using Xunit;

namespace MadLab.Market.Tests.Providers.Synthetic;

/// <summary>Moments at which a market clock is easily wrong, and providers that stand at them.</summary>
internal static class Moments
{
    public static readonly DateTimeOffset Winter = At("2024-01-17T16:03:27.400Z");

    private static readonly string[] Texts =
    [
        "2024-01-17T14:30:00Z", // the first moment of a session
        "2024-01-17T14:30:00.200Z",
        "2024-01-17T16:03:27.400Z",
        "2024-01-17T16:04:00Z", // a border of two minutes
        "2024-01-17T20:59:59.800Z", // the last step
        "2024-01-17T21:00:00Z", // the close
        "2024-01-17T23:10:11.123Z", // the evening
        "2024-01-18T08:00:03.700Z", // the night
        "2024-01-20T12:34:56.789Z", // Saturday
        "2024-03-10T07:00:00Z", // the clock goes forward
        "2024-03-11T13:30:05Z", // and the session begins an hour earlier in UTC
        "2024-11-03T05:30:00Z", // the hour that comes twice
        "2024-11-04T13:45:00Z", // before the session, in winter again
        "2024-11-28T16:00:00Z", // a holiday
        "2024-11-29T17:59:59.999Z", // an early close, just before
        "2024-11-29T18:00:00Z", // and after
        "2024-12-24T15:15:15.150Z",
        "2000-01-04T15:00:00Z", // the second session of all
        "2026-06-19T15:00:00Z", // a holiday on the third Friday
        "2030-08-08T15:55:59.950Z",
        "2099-12-31T19:00:00Z",
        "2101-05-05T15:00:00Z", // beyond the last session
    ];

    public static TheoryData<string> All => [.. Texts];

    public static IEnumerable<DateTimeOffset> List => Texts.Select(At);

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text);

    public static SyntheticProvider Provider(DateTimeOffset now) => new(new ManualTimeProvider(now));

    public static Task<PriceSeries> PricesAsync(DateTimeOffset now, string symbol, PriceRange range) =>
        Provider(now).GetPricesAsync(new PriceRequest { Symbol = Symbol.Parse(symbol), Range = range });

    public static Task<Kpis> KpisAsync(DateTimeOffset now, string symbol) => Provider(now).GetKpisAsync(Symbol.Parse(symbol));

    public static async Task<Quote> QuoteAsync(DateTimeOffset now, string symbol) =>
        (await Provider(now).GetQuotesAsync([Symbol.Parse(symbol)])).Single();
}
