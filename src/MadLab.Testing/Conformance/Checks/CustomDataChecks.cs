using System.Text.Json;
using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>Types of a provider's own.</summary>
internal static class CustomDataChecks
{
    private static readonly string[] OfTheHost = ["prices", "kpis", "vol", "correlation", "volcone", "quality", "info"];

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("DATA-001", "Types have names of lower-case letters, digits and hyphens, each once, and none of the host's.", static run =>
        {
            var names = Provider(run).DataTypes.Select(static t => t.Name).ToList();
            return Seen(names.Count == 0 ? "There is no type."
                : First(names, static n => n is not { Length: > 0 and <= 32 } || !n.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || OfTheHost.Contains(n), static n => $"A type is called “{n}”.")
                ?? (names.Distinct().Count() < names.Count ? "One of them is there twice." : null));
        }),
        Must("DATA-002", "A type's schema is a JSON object.", static run =>
            Seen(First(Provider(run).DataTypes, static t => !Is(t.Schema, JsonValueKind.Object), static t => $"That of “{t.Name}” is none."))),
        Should("DATA-003", "A type says in a sentence what it is.", static run =>
            Seen(First(Provider(run).DataTypes, static t => string.IsNullOrWhiteSpace(t.Description), static t => $"“{t.Name}” does not."))),
        Must("DATA-004", "An answer is a JSON object or array.", static async run =>
            First(await AnswersAsync(run), static a => !Is(a.Json, JsonValueKind.Object, JsonValueKind.Array), static a => $"That of “{a.Type}” is none.")),
        Must("DATA-005", "What the data describes is UTC and not in the future.", static async run =>
            First(await AnswersAsync(run), a => a.AsOf is { } at && (at.Offset != TimeSpan.Zero || at > run.Now.AddMinutes(5)), static a => $"“{a.Type}” is of {Text(a.AsOf!.Value)}.")),
        Must("DATA-006", "An unknown symbol is a MarketDataException of the kind SymbolUnknown.", static run =>
        {
            var provider = Provider(run);
            return run.UnknownAsync((symbol, cancel) => provider.GetDataAsync(provider.DataTypes[0].Name, symbol, cancel));
        }),
    ];

    private static ICustomDataProvider Provider(ConformanceRun run) => run.As<ICustomDataProvider>(ProviderCapabilities.CustomData);

    private static async Task<IReadOnlyList<(string Type, string Json, DateTimeOffset? AsOf)>> AnswersAsync(ConformanceRun run)
    {
        var provider = Provider(run);
        var answers = new List<(string, string, DateTimeOffset?)>();
        foreach (var type in provider.DataTypes)
        {
            var answer = await run.OnceWhereItHasAsync($"data {type.Name}", cancel => provider.GetDataAsync(type.Name, run.Options.Symbol, cancel));
            answers.Add((type.Name, System.Text.Encoding.UTF8.GetString(answer.Json.Span), answer.AsOf));
        }

        return answers;
    }

    private static bool Is(string? json, params JsonValueKind[] kinds)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? string.Empty);
            return kinds.Contains(document.RootElement.ValueKind);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
