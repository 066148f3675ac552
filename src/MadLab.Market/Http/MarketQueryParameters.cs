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

    [FromQuery(Name = "type"), Description("prices (default), kpis, vol, correlation, volcone, quality or info.")]
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

    [FromQuery(Name = "asOf"), Description("Not served yet.")]
    public string? AsOf { get; init; }

    [FromQuery(Name = "interval"), Description("Not served yet.")]
    public string? Interval { get; init; }

    [FromQuery(Name = "from"), Description("Not served yet.")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("Not served yet.")]
    public string? To { get; init; }

    [FromQuery(Name = "format"), Description("json (default).")]
    public string? Format { get; init; }
}
