using System.ComponentModel;

namespace MadLab.Market.Http.Schemas;

/// <summary>The body of <c>POST /market</c> as the OpenAPI document shows it; <see cref="BatchRequest"/> reads it.</summary>
internal sealed class BatchRequestSchema
{
    [Description("Up to 100 symbols.")]
    public required IReadOnlyList<string> Symbols { get; init; }

    [Description("batch (default: prices, kpis and vol together), prices, kpis or vol.")]
    public string? Type { get; init; }

    [Description("1D 5D 1M 3M 6M (default) 1Y 2Y 5Y MAX.")]
    public string? Range { get; init; }

    [Description("The one provider to ask.")]
    public string? Provider { get; init; }

    [Description("raw, splits or all (default where the provider can).")]
    public string? Adjust { get; init; }

    [Description("The length of price bars, as in GET; shorter than a day of at most 10 symbols.")]
    public string? Interval { get; init; }

    [Description("The first bar's date or moment, as in GET.")]
    public string? From { get; init; }

    [Description("The last bar's date or moment, as in GET.")]
    public string? To { get; init; }

    [Description("A date, yyyy-MM-dd: everything as it was known at that day's close.")]
    public string? AsOf { get; init; }
}
