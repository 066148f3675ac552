using System.Text.Json;
using MadLab.Http;
using MadLab.Market.Caching;
using MadLab.Market.Providers;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>The body of <c>POST /market</c>, well formed.</summary>
internal sealed class BatchRequest
{
    public const int MaxSymbols = 100;
    public const int MaxBodyBytes = 64 * 1024;

    private static readonly MarketKind[] Batch = [MarketKind.Prices, MarketKind.Kpis, MarketKind.Vol];

    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>The parts of each answer; one where a single type was asked.</summary>
    public required IReadOnlyList<MarketKind> Kinds { get; init; }

    public required PriceRange Range { get; init; }

    public required MarketRequestOptions Options { get; init; }

    public static Problem? TryRead(JsonElement body, ProviderRegistry providers, TimeProvider time, out BatchRequest? request)
    {
        request = null;
        if (body.ValueKind != JsonValueKind.Object)
        {
            return Problem.InvalidBody();
        }

        if (!JsonMembers.TryGet(body, "symbols", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return new Problem(StatusCodes.Status400BadRequest, "MISSING_SYMBOL", "Symbols array is required");
        }

        if (ReadSymbols(list, out var symbols) is { } bad)
        {
            return bad;
        }

        if (!Text(body, "type", out var type) || !Text(body, "range", out var rangeText)
            || !Text(body, "provider", out var provider) || !Text(body, "adjust", out var adjust)
            || !Text(body, "interval", out var interval) || !Text(body, "from", out var from) || !Text(body, "to", out var to)
            || !Text(body, "asOf", out var asOf))
        {
            return Problem.InvalidBody();
        }

        var kinds = Batch;
        if (type is not null && !type.Equals("batch", StringComparison.OrdinalIgnoreCase))
        {
            if (!MarketKinds.TryParse(type, out var kind) || !Batch.Contains(kind))
            {
                return new Problem(StatusCodes.Status400BadRequest, "UNKNOWN_TYPE", $"Unknown data type: {SymbolLists.Shown(type)}");
            }

            kinds = [kind];
        }

        if (MarketQuery.ReadRange(rangeText, MarketQueryWindow.DefaultRange(MarketKind.Prices, interval), out var range) is { } badRange)
        {
            return badRange;
        }

        if (MarketQuery.ReadOptions(provider, adjust, providers, out var options) is { } badOptions)
        {
            return badOptions;
        }

        if (MarketQueryWindow.TryRead(new WindowTexts(rangeText, interval, from, to, asOf), kinds, symbols.Count, range, time, ref options) is { } badWindow)
        {
            return badWindow;
        }

        request = new BatchRequest { Symbols = symbols, Kinds = kinds, Range = range, Options = options! };
        return null;
    }

    private static Problem? ReadSymbols(JsonElement list, out List<Symbol> symbols)
    {
        symbols = [];
        var seen = new HashSet<Symbol>();
        var bad = new List<string>();
        foreach (var member in list.EnumerateArray())
        {
            if (JsonMembers.TryText(member, out var text) && Symbol.TryParse(text, out var symbol))
            {
                if (seen.Add(symbol))
                {
                    symbols.Add(symbol);
                }
            }
            else if (bad.Count < 5)
            {
                bad.Add(SymbolLists.Shown(member.GetRawText()));
            }
        }

        return bad.Count > 0
            ? new Problem(StatusCodes.Status400BadRequest, "INVALID_SYMBOL", $"One or more symbols are invalid: {string.Join(", ", bad)}")
            : symbols.Count > MaxSymbols ? SymbolLists.TooMany(MaxSymbols)
            : null;
    }

    /// <summary>An optional text member; false where it is there and not text. Null counts as absent.</summary>
    private static bool Text(JsonElement body, string name, out string? value)
    {
        value = null;
        return !JsonMembers.TryGet(body, name, out var member)
            || member.ValueKind is JsonValueKind.Null
            || JsonMembers.TryText(member, out value);
    }
}
