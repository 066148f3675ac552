using System.Globalization;
using System.Text.Json;

namespace MadLab.Persistence.Backup;

/// <summary>Reads the members of a line; each throws <see cref="FormatException"/> with what is wrong.</summary>
internal static class TransferFields
{
    private const int MaxTime = 40;

    public static string Text(JsonElement parent, string name, int maxLength, bool mayBeEmpty = false)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            throw new FormatException($"'{name}' is missing or no text");
        }

        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"'{name}' is no valid Unicode");
        }

        if (text.Length == 0 && !mayBeEmpty)
        {
            throw new FormatException($"'{name}' is empty");
        }

        return text.Length <= maxLength && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw new FormatException($"'{name}' is over {maxLength} characters or holds a NUL");
    }

    /// <summary>A text that may be missing, null or empty.</summary>
    public static string? OptionalText(JsonElement parent, string name, int maxLength) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Text(parent, name, maxLength, mayBeEmpty: true) : null;

    /// <summary>A whole number that may be missing or null.</summary>
    public static int? OptionalNumber(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
            ? number
            : throw new FormatException($"'{name}' is no whole number");
    }

    public static JsonElement Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? value
            : throw new FormatException($"'{name}' is missing or no object");

    /// <summary>A whole number from 1.</summary>
    public static long Count(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number > 0
            ? number
            : throw new FormatException($"'{name}' is missing or no whole number from 1");

    /// <summary>A time, as Unix milliseconds.</summary>
    public static long Time(JsonElement parent, string name) =>
        DateTimeOffset.TryParse(Text(parent, name, MaxTime), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeMilliseconds()
            : throw new FormatException($"'{name}' is no time such as 2026-01-31T12:00:00Z");
}
