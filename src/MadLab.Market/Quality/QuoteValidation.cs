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

        return quote.Volume < 0 || quote.BidSize < 0 || quote.AskSize < 0 ? "the quote has a negative volume or size." : null;
    }

    /// <summary>Checks one quote.</summary>
    /// <param name="symbol">What was asked for.</param>
    /// <param name="quote">What came.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the message says what is wrong.</exception>
    public static void Check(Symbol symbol, Quote? quote)
    {
        if (quote is null)
        {
            Malformed.Throw(symbol, $"the provider answered null.");
        }

        Malformed.ThrowIfNot(symbol, quote.Symbol);
        if (FindProblem(quote) is { } problem)
        {
            Malformed.Throw(symbol, $"{problem}");
        }
    }
}
