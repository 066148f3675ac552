using System.Globalization;
using System.Text.Json;

namespace MadLab.Stores.Bodies;

/// <summary>The body of <c>PUT /preferences</c>: each member may be missing or null, which is the same.</summary>
internal static class PreferencesBody
{
    private const int MaxMilliseconds = 86_400_000;
    private const int MaxEntries = 1_000_000;
    private const int MaxProvider = 32;
    private static readonly string[] Modes = ["auto", "websocket", "sse", "polling"];
    private static readonly string[] Themes = ["dark", "light", "system"];

    public static Preferences Read(JsonElement body, BodyErrors errors) => new()
    {
        StreamMode = ReadChoice(body, "streamMode", Modes, errors),
        PollingIntervalMs = ReadWhole(body, "pollingIntervalMs", MaxMilliseconds, errors),
        CacheTtlMs = ReadWhole(body, "cacheTtlMs", MaxMilliseconds, errors),
        CacheMaxEntries = ReadWhole(body, "cacheMaxEntries", MaxEntries, errors),
        Workbench = ReadWorkbench(body, errors),
    };

    private static WorkbenchPreferences? ReadWorkbench(JsonElement body, BodyErrors errors)
    {
        const string Name = "workbench";
        if (!Members.TryGet(body, Name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(Name, "Must be an object");
            return null;
        }

        var (theme, provider) = (ReadChoice(value, "theme", Themes, errors, within: Name), ReadProvider(value, errors, within: Name));
        return theme is null && provider is null ? null : new WorkbenchPreferences { Theme = theme, Provider = provider };
    }

    private static string? ReadChoice(JsonElement body, string name, string[] choices, BodyErrors errors, string? within = null)
    {
        if (!Members.TryGet(body, name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (Members.TryText(value, 0, int.MaxValue, out var text, out _) && Array.IndexOf(choices, text) >= 0)
        {
            return text;
        }

        errors.Add(within is null ? name : $"{within}.{name}", $"Must be {string.Join(", ", choices[..^1])} or {choices[^1]}");
        return null;
    }

    /// <summary>A provider's name as it can be registered. One that is not there any more is kept: it may come back.</summary>
    private static string? ReadProvider(JsonElement body, BodyErrors errors, string within)
    {
        const string Name = "provider";
        if (!Members.TryGet(body, Name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (Members.TryText(value, 0, MaxProvider, out var name, out _) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return name;
        }

        errors.Add($"{within}.{Name}", string.Create(CultureInfo.InvariantCulture, $"Must be at most {MaxProvider} of a-z, 0-9 and '-'; empty where the host chooses"));
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
