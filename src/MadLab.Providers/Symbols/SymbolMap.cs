using System.Globalization;
using System.Text.RegularExpressions;

namespace MadLab.Providers;

/// <summary>Translates symbols into an upstream's spelling and back; immutable and thread-safe.</summary>
/// <remarks>What <see cref="ToUpstream"/> writes, <see cref="TryFromUpstream"/> reads as the same instrument, in MadLab's spelling. Thread-safe.</remarks>
public sealed class SymbolMap
{
    private readonly SymbolSpelling _spelling;
    private readonly Dictionary<string, string> _theirs;
    private readonly Dictionary<string, string> _ours;
    private readonly Dictionary<string, string> _ourParts;
    private readonly List<(SymbolKind Kind, Regex Pattern)> _patterns = [];

    /// <summary>Creates a map.</summary>
    /// <param name="spelling">The upstream's spelling.</param>
    /// <exception cref="ArgumentException">A pattern lacks a part, or two names of ours are one of theirs.</exception>
    public SymbolMap(SymbolSpelling spelling)
    {
        ArgumentNullException.ThrowIfNull(spelling);
        _spelling = spelling;
        _theirs = spelling.Exceptions.ToDictionary(static e => Symbol.Parse(e.Key).Value, static e => e.Value, StringComparer.Ordinal);
        _ours = Inverted(_theirs);
        _ourParts = Inverted(spelling.Parts);

        // What is written most unlike a share is tried first.
        foreach (var kind in new[] { SymbolKind.Option, SymbolKind.Index, SymbolKind.Forex, SymbolKind.Crypto, SymbolKind.Share })
        {
            if (PatternOf(kind) is { } pattern)
            {
                _patterns.Add((kind, Reader(kind, pattern)));
            }
        }
    }

    /// <summary>What a symbol names, as far as its text says.</summary>
    public static SymbolKind KindOf(Symbol symbol) => symbol.IsEmpty ? throw new ArgumentException("The symbol is empty.", nameof(symbol)) : SymbolShape.Of(symbol).Kind;

    /// <summary>The upstream's text of a symbol; not escaped.</summary>
    /// <exception cref="MarketDataException">The upstream has no such kind: <see cref="MarketErrorKind.SymbolUnknown"/>.</exception>
    public string ToUpstream(Symbol symbol)
    {
        if (symbol.IsEmpty)
        {
            throw new ArgumentException("The symbol is empty.", nameof(symbol));
        }

        if (_theirs.TryGetValue(symbol.Value, out var exception))
        {
            return exception;
        }

        var shape = SymbolShape.Of(symbol);
        if (PatternOf(shape.Kind) is not { } pattern)
        {
            throw MarketDataException.SymbolUnknown(symbol, $"instruments of the kind {shape.Kind} are not served.");
        }

        return shape is { Kind: SymbolKind.Share, Other: "" }
            ? Theirs(shape.Root)
            : string.Format(CultureInfo.InvariantCulture, pattern, Theirs(shape.Root), shape.Kind == SymbolKind.Option ? shape.Contract : Theirs(shape.Other));
    }

    /// <summary>The symbol of an upstream's text; false where it is none.</summary>
    public bool TryFromUpstream(string? text, out Symbol symbol)
    {
        symbol = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (_ours.TryGetValue(text, out var exception))
        {
            return Symbol.TryParse(exception, out symbol);
        }

        foreach (var (kind, pattern) in _patterns)
        {
            if (pattern.Match(text) is { Success: true } match)
            {
                var (first, second) = (Ours(match.Groups["a"].Value.TrimEnd()), match.Groups["b"].Value);
                if (kind == SymbolKind.Option ? !SymbolShape.IsContract(second) : kind == SymbolKind.Forex && !(SymbolShape.IsCurrency(first) && SymbolShape.IsCurrency(Ours(second))))
                {
                    continue;
                }

                var ours = kind == SymbolKind.Option ? first + second : kind switch
                {
                    SymbolKind.Index => "^" + first,
                    SymbolKind.Forex => $"{first}{Ours(second)}=X",
                    SymbolKind.Crypto => $"{first}-{Ours(second)}",
                    _ => $"{first}.{Ours(second)}",
                };
                return Symbol.TryParse(ours, out symbol);
            }
        }

        return _spelling.Share is not null && Symbol.TryParse(Ours(text), out symbol);
    }

    private string? PatternOf(SymbolKind kind) => kind switch
    {
        SymbolKind.Index => _spelling.Index,
        SymbolKind.Forex => _spelling.Forex,
        SymbolKind.Crypto => _spelling.Crypto,
        SymbolKind.Option => _spelling.Option,
        _ => _spelling.Share,
    };

    private string Theirs(string part) => _spelling.Parts.TryGetValue(part, out var theirs) ? theirs : part;

    private string Ours(string part) => _ourParts.TryGetValue(part, out var ours) ? ours : part;

    /// <summary>The pattern, read: where letters meet letters, a pair is cut into three and the rest, or the rest and three.</summary>
    private Regex Reader(SymbolKind kind, string pattern)
    {
        var second = kind is SymbolKind.Index ? string.Empty : kind switch
        {
            SymbolKind.Option => "(?<b>[0-9]{6}[CP][0-9]{8})",
            SymbolKind.Share => "(?<b>[A-C])",
            SymbolKind.Forex => "(?<b>[A-Z]{3})",
            _ => $"(?<b>{string.Join('|', SymbolShape.CryptoQuotesLongestFirst.Select(q => Regex.Escape(Theirs(q))))})",
        };
        var first = kind is SymbolKind.Forex ? "(?<a>[A-Z]{3})" : kind is SymbolKind.Option ? "(?<a>[A-Z0-9. ]{1,6})" : "(?<a>[A-Z0-9]+)";
        var text = Regex.Escape(pattern).Replace(@"\{0}", first, StringComparison.Ordinal).Replace(@"\{0,-6}", first, StringComparison.Ordinal).Replace(@"\{1}", second, StringComparison.Ordinal);
        if (!text.Contains("(?<a>", StringComparison.Ordinal) || (second.Length > 0 && !text.Contains("(?<b>", StringComparison.Ordinal)))
        {
            throw new ArgumentException($"The pattern '{pattern}' of {kind} has to name its parts, {{0}}{(second.Length > 0 ? " and {1}" : string.Empty)}.");
        }

        return new Regex($"^{text}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    private static Dictionary<string, string> Inverted(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var inverted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (ours, theirs) in pairs)
        {
            if (!inverted.TryAdd(theirs, ours))
            {
                throw new ArgumentException($"'{ours}' and '{inverted[theirs]}' are both '{theirs}'.");
            }
        }

        return inverted;
    }
}
