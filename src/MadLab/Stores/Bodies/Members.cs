using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using MadLab.Http;

namespace MadLab.Stores.Bodies;

/// <summary>Reads members of a body's objects; nothing a caller can write makes them throw.</summary>
internal static class Members
{
    public const string Required = "Required";

    public static bool TryGet(JsonElement element, string name, out JsonElement value) => JsonMembers.TryGet(element, name, out value);

    /// <summary>A text of the given length, or why it is none.</summary>
    public static bool TryText(JsonElement element, int min, int max, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? fault)
    {
        text = null;
        if (element.ValueKind != JsonValueKind.String)
        {
            fault = $"Must be a string, not {Kind(element)}";
            return false;
        }

        if (!JsonMembers.TryText(element, out text))
        {
            fault = "Must not hold half a surrogate pair";
            return false;
        }

        // No database keeps a NUL inside a text.
        fault = text.Length < min || text.Length > max ? $"Must have {min} to {max} characters"
            : text.Contains('\0', StringComparison.Ordinal) ? "Must not hold a NUL character"
            : null;
        return fault is null;
    }

    /// <summary>A required text of the body itself.</summary>
    public static string Text(JsonElement body, string name, BodyErrors errors)
    {
        string? fault = Required;
        if (TryGet(body, name, out var value) && TryText(value, 1, StoreLimits.MaxTextLength, out var text, out fault))
        {
            return text;
        }

        errors.Add(name, fault ?? Required);
        return string.Empty;
    }

    /// <summary>An opaque object of the body itself; its own copy. Null, with the fault noted, when it is not an object.</summary>
    public static JsonElement? Object(JsonElement body, string name, BodyErrors errors)
    {
        if (!TryGet(body, name, out var value))
        {
            errors.Add(name, Required);
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(name, $"Must be an object, not {Kind(value)}");
            return null;
        }

        return value.Clone();
    }

    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
