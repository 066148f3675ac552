using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace MadLab.Market.Quality;

/// <summary>Refuses what a provider answered. Apart from the checks, so that what they inline stays small.</summary>
internal static class Malformed
{
    /// <summary>Throws; the message reaches the client, so it holds market data and nothing else.</summary>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>, always.</exception>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Throw(Symbol symbol, FormattableString problem) =>
        throw new MarketDataException(
            MarketErrorKind.Malformed,
            $"{(symbol.IsEmpty ? "The answer" : symbol.Value)}: {FormattableString.Invariant(problem)}");

    /// <summary>Refuses an answer for another instrument than the one asked for.</summary>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the symbols differ.</exception>
    public static void ThrowIfNot(Symbol asked, Symbol answered)
    {
        if (asked != answered)
        {
            Throw(asked, $"the answer is for {(answered.IsEmpty ? "no symbol" : answered.Value)}.");
        }
    }

    /// <summary>Refuses a time that nobody set, or that is not UTC.</summary>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the time is missing or local.</exception>
    public static void ThrowIfNotUtc(Symbol symbol, DateTimeOffset time)
    {
        if (time == default || time.Offset != TimeSpan.Zero)
        {
            Throw(symbol, $"time {time:O} is not UTC.");
        }
    }
}
