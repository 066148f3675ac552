using System.Globalization;
using System.Text.Json;

namespace MadLab.Stores.Bodies;

/// <summary>The body of <c>PUT /preferences</c>: each member may be missing or null, which is the same.</summary>
internal static class PreferencesBody
{
    private const int MaxMilliseconds = 86_400_000;
    private const int MaxEntries = 1_000_000;

    public static Preferences Read(JsonElement body, BodyErrors errors) => new()
    {
        StreamMode = ReadMode(body, errors),
        PollingIntervalMs = ReadWhole(body, "pollingIntervalMs", MaxMilliseconds, errors),
        CacheTtlMs = ReadWhole(body, "cacheTtlMs", MaxMilliseconds, errors),
        CacheMaxEntries = ReadWhole(body, "cacheMaxEntries", MaxEntries, errors),
    };

    private static string? ReadMode(JsonElement body, BodyErrors errors)
    {
        const string Name = "streamMode";
        if (!Members.TryGet(body, Name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (Members.TryText(value, 0, int.MaxValue, out var mode, out _) && mode is "auto" or "websocket" or "sse" or "polling")
        {
            return mode;
        }

        errors.Add(Name, "Must be auto, websocket, sse or polling");
        return null;
    }

    private static int? ReadWhole(JsonElement body, string name, int max, BodyErrors errors)
    {
        if (!Members.TryGet(body, name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        // 5000.0 and 5e3 are whole numbers too, and some clients write them.
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            && number == decimal.Truncate(number) && number >= 1 && number <= max)
        {
            return (int)number;
        }

        errors.Add(name, string.Create(CultureInfo.InvariantCulture, $"Must be a whole number from 1 to {max}"));
        return null;
    }
}
