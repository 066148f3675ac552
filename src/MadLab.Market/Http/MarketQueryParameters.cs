using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace MadLab.Market.Http;

/// <summary>The query of <c>GET /market</c> as it arrives: text, read and refused by <see cref="MarketQuery"/>.</summary>
internal sealed class MarketQueryParameters
{
    [FromQuery(Name = "symbol"), Description("One symbol, such as AAPL.")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "symbols"), Description("Up to 50 symbols, separated by commas; wins over symbol.")]
    public string? Symbols { get; init; }

    [FromQuery(Name = "type"), Description("prices (default), kpis, vol, correlation, volcone, quality, info, or a provider's own: see /market/types.")]
    public string? Type { get; init; }

    [FromQuery(Name = "range"), Description("1D 5D 1M 3M 6M (default) 1Y 2Y 5Y MAX (default of a volcone).")]
    public string? Range { get; init; }

    [FromQuery(Name = "period"), Description("The range of a correlation; 1Y by default.")]
    public string? Period { get; init; }

    [FromQuery(Name = "provider"), Description("The one provider to ask.")]
    public string? Provider { get; init; }

    [FromQuery(Name = "adjust"), Description("raw, splits or all (default where the provider can).")]
    public string? Adjust { get; init; }

    [FromQuery(Name = "estimator"), Description("How a volcone is measured: close-close (default), parkinson, garman-klass, rogers-satchell or yang-zhang.")]
    public string? Estimator { get; init; }

    [FromQuery(Name = "asOf"), Description("A date, yyyy-MM-dd: the answer as it was known at that day's close. Of all types but info; 501 where the provider cannot.")]
    public string? AsOf { get; init; }

    [FromQuery(Name = "interval"), Description("The length of price bars: 1m, 5m, 15m, 1h, 1d or 1w; by default days, and of 1D and 5D what the provider has. Shorter bars reach over at most 10, 60, 186 and 732 days (1m, 5m, 15m, 1h), of at most 10 symbols at a time; their default range is 5D.")]
    public string? Interval { get; init; }

    [FromQuery(Name = "from"), Description("The first bar's date or moment, such as 2024-07-05 or 2024-07-05T13:30:00Z, included; instead of range. Days unless interval says otherwise.")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("The last bar's date or moment, included; the newest by default. With range in place of from the range counts back from it.")]
    public string? To { get; init; }

    [FromQuery(Name = "format"), Description("json (default) or, of the prices of one symbol, csv.")]
    public string? Format { get; init; }

    internal WindowTexts Window => new(Range, Interval, From, To, AsOf);
}
