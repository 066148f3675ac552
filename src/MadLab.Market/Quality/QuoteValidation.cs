using System.Globalization;

namespace MadLab.Market.Quality;

/// <summary>Checks a provider's quote before it is streamed. Crossed markets and negative prices pass: both happen.</summary>
internal static class QuoteValidation
{
    /// <summary>What is wrong with a quote; null, without an allocation, when nothing is.</summary>
    /// <remarks>For streams, where one bad quote is skipped and counted and its sequence goes on.</remarks>
    public static string? FindProblem(Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var invariant = CultureInfo.InvariantCulture;
        if (quote.Symbol.IsEmpty)
        {
            return "the quote names no symbol.";
        }

        if (quote.Timestamp <= DateTimeOffset.UnixEpoch || quote.Timestamp.Offset != TimeSpan.Zero)
        {
            return string.Create(invariant, $"time {quote.Timestamp:O} of the quote is not UTC.");
        }

        if (quote.Low > quote.High)
        {
            return string.Create(invariant, $"low {quote.Low} of the quote is above high {quote.High}.");
        }

        if (quote is { Price: 0, High: 0, Low: 0, Volume: 0 })
        {
            return "price, high, low and volume of the quote are all zero, as upstreams answer what they do not know.";
        }

        return quote.Volume < 0 || quote.BidSize < 0 || quote.AskSize < 0 ? "the quote has a negative volume or size." : null;
    }

    /// <summary>What is wrong with a quote that came for an instrument; null, without an allocation, when nothing is.</summary>
    /// <param name="symbol">What was asked for.</param>
    /// <param name="quote">What came.</param>
    public static string? FindProblem(Symbol symbol, Quote? quote) =>
        quote is null ? "the provider answered null."
        : quote.Symbol != symbol && !quote.Symbol.IsEmpty ? $"the quote is for {quote.Symbol.Value}."
        : FindProblem(quote);
}
