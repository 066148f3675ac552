using System.Text.Json;
using MadLab.Market.Caching;

namespace MadLab.Market.Providers;

/// <summary>What a provider's own types have to be; one that is not stops the start.</summary>
internal static class DataTypeRules
{
    private const int MaxName = 32;

    /// <exception cref="InvalidOperationException">A type cannot be served; the message is one line that says which and why.</exception>
    public static IReadOnlyList<DataType> Checked(string provider, IReadOnlyList<DataType> types)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            var fault = type.Name is not { Length: > 0 and <= MaxName } || !type.Name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') ? $"its name has to be 1 to {MaxName} of a-z, 0-9 and '-'"
                : MarketKinds.TryParse(type.Name, out _) ? "that is a type of the host's"
                : !names.Add(type.Name) ? "it is there twice"
                : !IsObject(type.Schema) ? "its schema is no JSON object"
                : null;
            if (fault is not null)
            {
                throw new InvalidOperationException($"Provider {provider} cannot serve its type '{type.Name}': {fault}.");
            }
        }

        return [.. types];
    }

    private static bool IsObject(string? schema)
    {
        try
        {
            using var document = JsonDocument.Parse(schema ?? string.Empty);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
