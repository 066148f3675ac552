namespace MadLab.Market.Quality;

/// <summary>Checks a provider's option quotes before a surface is computed from them. Quotes without a bid, crossed or expired pass: the surface leaves them out.</summary>
internal static class ChainValidation
{
    /// <summary>Checks the chain.</summary>
    /// <param name="symbol">What was asked for.</param>
    /// <param name="chain">What came.</param>
    /// <exception cref="MarketDataException"><see cref="MarketErrorKind.Malformed"/>: the message names the first quote that is wrong.</exception>
    public static void Check(Symbol symbol, OptionChain? chain)
    {
        if (chain is null)
        {
            Malformed.Throw(symbol, $"the provider answered null; without data it throws NoData.");
        }

        Malformed.ThrowIfNot(symbol, chain.Symbol);
        Malformed.ThrowIfNotUtc(symbol, chain.AsOf);
        if (chain.UnderlyingPrice <= 0)
        {
            Malformed.Throw(symbol, $"the underlying's price {chain.UnderlyingPrice} is not positive.");
        }

        if (!(Math.Abs(chain.RiskFreeRate) <= 1))
        {
            Malformed.Throw(symbol, $"the rate {chain.RiskFreeRate} is not a fraction between -1 and 1.");
        }

        var quotes = chain.Quotes;
        if (quotes is not { Count: > 0 })
        {
            Malformed.Throw(symbol, $"a chain has no quotes; without data a provider throws NoData.");
        }

        for (var i = 0; i < quotes.Count; i++)
        {
            var quote = quotes[i];
            if (quote.Strike <= 0 || quote.Bid < 0 || quote.Ask < 0 || quote.Right is not (OptionRight.Call or OptionRight.Put))
            {
                Malformed.Throw(symbol, $"option quote {i} ({quote.Expiry:yyyy-MM-dd}, strike {quote.Strike}, {quote.Right}): bid {quote.Bid} or ask {quote.Ask} is negative, the strike is not positive, or it is neither call nor put.");
            }
        }
    }
}
