using System.Globalization;
using System.Text.Json;

namespace MadLab.Providers;

/// <summary>Reads what a JSON answer has to hold; each throws <see cref="MarketErrorKind.Malformed"/> with the member's name, and never its value.</summary>
/// <remarks>Numbers may be written as texts, with a point, as many services do. Nothing depends on the host's culture.</remarks>
public static class JsonFields
{
    private const long MinMilliseconds = -2_208_988_800_000; // 1900
    private const long MaxMilliseconds = 7_258_118_400_000; // 2200

    /// <summary>A member that has to be there and not null.</summary>
    public static JsonElement Need(this JsonElement element, string name) =>
        element.Find(name) ?? throw Bad(name, element.ValueKind == JsonValueKind.Object ? "is missing" : "is looked for in what is no object");

    /// <summary>A member; null where it is not there, or null.</summary>
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The items of an array.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element, string name) =>
        element.Need(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : throw Bad(name, "is no array");

    /// <summary>A text.</summary>
    public static string Text(this JsonElement element, string name) => AsText(element.Need(name), name);

    /// <summary>A text; null where it is not there, or empty.</summary>
    public static string? TextOrNull(this JsonElement element, string name) => element.Find(name) is { } value && AsText(value, name) is { Length: > 0 } text ? text : null;

    /// <summary>A number, or a text that is one.</summary>
    public static decimal Number(this JsonElement element, string name) => AsNumber(element.Need(name), name);

    /// <summary>A number, or a text that is one; null where it is not there or an empty text, <c>-</c>, <c>None</c> or <c>N/A</c>, as services write what they do not have.</summary>
    public static decimal? NumberOrNull(this JsonElement element, string name) =>
        element.Find(name) is not { } value || (value.ValueKind == JsonValueKind.String && value.GetString() is "" or "-" or "None" or "N/A" or "null") ? null : AsNumber(value, name);

    /// <summary>A number in a list, by its place: bars come as <c>[time, open, high, ..]</c> from some.</summary>
    public static decimal NumberAt(this JsonElement array, int place) =>
        array.ValueKind == JsonValueKind.Array && place < array.GetArrayLength() ? AsNumber(array[place], $"[{place}]") : throw Bad($"[{place}]", "is missing");

    /// <summary>A moment in seconds since 1970.</summary>
    /// <remarks>Milliseconds read as seconds are no year that markets know, and are told.</remarks>
    public static DateTimeOffset UnixSeconds(this JsonElement element, string name) => AsMoment(element.Number(name), 1_000, name);

    /// <summary>A moment in milliseconds since 1970.</summary>
    public static DateTimeOffset UnixMilliseconds(this JsonElement element, string name)
    {
        var number = element.Number(name);

        // Seconds read as milliseconds lie in January 1970, before any market data of this kind.
        return number is > 0 and < 100_000_000_000 ? throw Bad(name, "is no moment in milliseconds; it may be one in seconds") : AsMoment(number, 1, name);
    }

    /// <summary>A moment in ISO 8601, with a zone.</summary>
    public static DateTimeOffset Moment(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw Bad(name, "is no moment");

    /// <summary>A day as <c>yyyy-MM-dd</c>.</summary>
    public static DateOnly Day(this JsonElement element, string name) => ParseDay(element.Text(name), name);

    /// <summary>A day as <c>yyyy-MM-dd</c>, such as a member's own name.</summary>
    public static DateOnly ParseDay(string text, string name) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Bad(name, "is no day");

    /// <summary>A number written with a point, such as a field of a CSV.</summary>
    public static decimal ParseNumber(ReadOnlySpan<char> text, string name) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(name, "is no number");

    private static string AsText(JsonElement value, string name) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Bad(name, "is no text");

    private static decimal AsNumber(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
        JsonValueKind.String => ParseNumber(value.GetString(), name),
        _ => throw Bad(name, "is no number"),
    };

    private static DateTimeOffset AsMoment(decimal number, int toMilliseconds, string name) =>
        Math.Abs(number) <= MaxMilliseconds && number * toMilliseconds is >= MinMilliseconds and <= MaxMilliseconds and var milliseconds
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))
            : throw Bad(name, toMilliseconds == 1 ? "is no moment in milliseconds" : "is no moment in seconds; it may be one in milliseconds");

    private static MarketDataException Bad(string name, string what) => new(MarketErrorKind.Malformed, $"The answer is not of the expected shape: '{name}' {what}.");
}
