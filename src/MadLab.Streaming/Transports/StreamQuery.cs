using System.Globalization;
using MadLab.Http;
using MadLab.Streaming.Hub;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace MadLab.Streaming.Transports;

/// <summary>Reads what the transports have in common from a request.</summary>
internal static class StreamQuery
{
    /// <summary>The most symbols of one query.</summary>
    public const int MaxSymbols = 50;

    /// <summary>What a caller waits after having been refused for want of a place.</summary>
    public static readonly TimeSpan OverloadedRetry = TimeSpan.FromSeconds(15);

    /// <summary>A parameter's value, repeated ones joined by commas; empty where it is missing.</summary>
    /// <remarks>Not by way of <see cref="HttpRequest.Query"/>, which keeps all it has read for as long as the stream is open.</remarks>
    public static string Value(HttpRequest request, string name)
    {
        var value = "";
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            if (pair.DecodeName().Span.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = value.Length == 0 ? pair.DecodeValue().ToString() : $"{value},{pair.DecodeValue()}";
            }
        }

        return value;
    }

    /// <summary>The interval, clamped; what is not a number is the default.</summary>
    public static TimeSpan Interval(string? text, StreamingOptions options) =>
        TryMilliseconds(text) is { } asked
            ? TimeSpan.FromMilliseconds(Math.Round(Math.Clamp(asked, options.MinInterval.TotalMilliseconds, options.MaxInterval.TotalMilliseconds)))
            : options.DefaultInterval;

    /// <summary>A finite number; null for anything else.</summary>
    public static double? TryMilliseconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>The symbols that can be served, and one error that names those that cannot.</summary>
    public static (List<Symbol> Symbols, (string Code, string Message)? Error) Symbols(string? text)
    {
        List<Symbol> symbols = [];
        List<string> bad = [];
        List<string> excess = [];
        var seen = new HashSet<Symbol>();
        foreach (var range in text.AsSpan().Split(','))
        {
            var part = text.AsSpan(range).Trim();
            if (part.IsEmpty)
            {
                continue;
            }

            if (!Symbol.TryParse(part, null, out var symbol))
            {
                Name(bad, part);
            }
            else if (seen.Add(symbol))
            {
                if (symbols.Count < MaxSymbols)
                {
                    symbols.Add(symbol);
                }
                else
                {
                    Name(excess, part);
                }
            }
        }

        if (bad.Count > 0)
        {
            return (symbols, (StreamCodes.InvalidSymbol, $"Invalid symbol: {string.Join(", ", bad)}"));
        }

        return excess.Count > 0
            ? (symbols, (StreamCodes.TooManySymbols, $"At most {MaxSymbols} symbols in the query; left out: {string.Join(", ", excess)}"))
            : (symbols, null);
    }

    /// <summary>When the caller's sign-in ends; null when it does not, or nobody signed in.</summary>
    public static DateTimeOffset? Expires(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;

    /// <summary>The refusal of a caller for whom there is no place.</summary>
    public static Problem Overloaded() =>
        new(StatusCodes.Status503ServiceUnavailable, StreamCodes.Overloaded, "Too many open streams; try again later.") { RetryAfter = OverloadedRetry };

    /// <summary>The answer of a host that begins to stop.</summary>
    public static Problem Stopping() =>
        new(StatusCodes.Status503ServiceUnavailable, StreamCodes.Overloaded, "This host is stopping; try again.") { RetryAfter = TimeSpan.FromSeconds(1) };

    private static void Name(List<string> names, ReadOnlySpan<char> part)
    {
        if (names.Count < 5)
        {
            names.Add(SymbolLists.Shown(part));
        }
    }
}
