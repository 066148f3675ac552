using MadLab.Market.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Feeds;

/// <summary>Hands the quotes of one answer to those who asked for them, and tells the others why they get none.</summary>
internal sealed class PollDelivery(string provider, MarketMetrics metrics, ILogger logger)
{
    public void Deliver(IGrouping<Symbol, PollListener>[] part, IReadOnlyList<Quote> quotes)
    {
        var bySymbol = new Dictionary<Symbol, Quote>(quotes.Count);
        var nameless = false;
        foreach (var quote in quotes)
        {
            if (quote is null || quote.Symbol.IsEmpty)
            {
                nameless = true;
                Skip("no symbol", "nobody can be told.");
            }
            else
            {
                bySymbol[quote.Symbol] = quote;
            }
        }

        foreach (var listeners in part)
        {
            if (bySymbol.Remove(listeners.Key, out var quote))
            {
                foreach (var listener in listeners)
                {
                    listener.Deliver(quote);
                }
            }
            else
            {
                // Left out means unknown, for good, unless what was left out may be what came without a name.
                Fail(listeners, nameless
                    ? new MarketDataException(MarketErrorKind.Malformed, $"Provider {provider} answered without a quote named {listeners.Key}.")
                    : MarketDataException.SymbolUnknown(listeners.Key));
            }
        }

        foreach (var unasked in bySymbol.Keys)
        {
            Skip(unasked.Value, "nobody asked for it.");
        }
    }

    public static void Fail(IGrouping<Symbol, PollListener>[] part, MarketDataException failure)
    {
        foreach (var listeners in part)
        {
            Fail(listeners, failure);
        }
    }

    private static void Fail(IGrouping<Symbol, PollListener> listeners, MarketDataException failure)
    {
        foreach (var listener in listeners)
        {
            listener.Fail(failure);
        }
    }

    private void Skip(string symbol, string problem)
    {
        metrics.Invalid();
        logger.QuoteSkipped(provider, symbol, problem);
    }
}
