using System.Text.Json;
using MadLab.Access;
using MadLab.Market.Caching;
using MadLab.Market.Providers;

namespace MadLab.Market.Service;

/// <summary>Types of providers' own: asked, checked to be JSON, and served as they are.</summary>
internal sealed partial class MarketFetcher
{
    private const int MaxCustomBytes = 16 * 1024 * 1024;

    public string? FindType(string name) => registry.FindType(name);

    private async Task<MarketEntry> CustomAsync(MarketKey key, CancellationToken cancellationToken)
    {
        if (key.Delay > TimeSpan.Zero)
        {
            // What it would have been then only its provider knows.
            throw AccessQuestion.NotEntitled(key.Subject);
        }

        var (symbol, type) = (Symbol.Parse(key.Subject), key.DataType!);
        var answer = await chain.AskAsync<CustomData>(
            key.Provider,
            "data",
            key.Subject,
            handle => handle.Serves(type) ? new(async ct => Checked(await ((ICustomDataProvider)handle.Provider).GetDataAsync(type, symbol, ct), type, symbol)) : null,
            cancellationToken);
        return Entry(key, answer.Value, answer.Provider.Provenance(time, null, answer.Value.AsOf), answer.Attempts, answer.Value.Json.ToArray());
    }

    private CustomData Checked(CustomData? data, string type, Symbol symbol)
    {
        var fault = data is null || data.Json.IsEmpty ? "nothing at all"
            : data.Json.Length > MaxCustomBytes ? $"more than {MaxCustomBytes} bytes"
            : data.AsOf is { } at && (at.Offset != TimeSpan.Zero || at > time.GetUtcNow().AddDays(1)) ? "a moment that is not UTC, or in the future"
            : Json(data.Json) ? null
            : "no JSON object or array";
        return fault is null ? data! : throw new MarketDataException(MarketErrorKind.Malformed, $"The {type} of {symbol} came as {fault}.");

        static bool Json(ReadOnlyMemory<byte> json)
        {
            var reader = new Utf8JsonReader(json.Span);
            if (!reader.Read() || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                return false;
            }

            // To the end: half an answer is none. What breaks on the way counts as malformed where exceptions are sorted.
            while (reader.Read())
            {
            }

            return true;
        }
    }
}
