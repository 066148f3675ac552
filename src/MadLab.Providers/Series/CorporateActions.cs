namespace MadLab.Providers;

/// <summary>Corrects daily bars for splits and dividends, for upstreams that have raw prices and a list of what happened.</summary>
public static class CorporateActions
{
    /// <summary>The bars as they would have been had nothing happened after them.</summary>
    /// <remarks>
    /// A bar before a split has its prices divided by the ratio and its volume multiplied by it. A bar before an ex-day has its prices multiplied by 1 - amount / the last close before that day, both in shares
    /// of that day (the factor of the Center for Research in Security Prices, and of most services): returns are then those of who holds on to the dividends. A dividend without a bar before it changes nothing.
    /// </remarks>
    /// <param name="bars">Raw daily bars, oldest first.</param>
    /// <param name="adjustment">What to correct for; <see cref="PriceAdjustment.Raw"/> gives the bars as they are.</param>
    /// <param name="splits">The splits, in any order.</param>
    /// <param name="dividends">The dividends, in any order.</param>
    /// <exception cref="MarketDataException">An action cannot be one: a ratio that is not positive, an amount that is negative or not below the price.</exception>
    public static IReadOnlyList<Bar> Adjust(IReadOnlyList<Bar> bars, PriceAdjustment adjustment, IEnumerable<Split> splits, IEnumerable<CashDividend> dividends)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(splits);
        ArgumentNullException.ThrowIfNull(dividends);
        if (adjustment is PriceAdjustment.Raw || bars.Count == 0)
        {
            return bars;
        }

        var actions = splits.Select(static s => (s.Day, Split: (decimal?)s.Ratio, Amount: 0m)).ToList();
        if (adjustment is PriceAdjustment.All)
        {
            actions.AddRange(dividends.Select(static d => (d.ExDay, (decimal?)null, d.Amount)));
        }

        // Newest first; of one day the dividend before the split, because its amount is in the day's own shares.
        var pending = new Stack<(DateOnly Day, decimal? Split, decimal Amount)>(actions.OrderBy(static a => a.Day).ThenBy(static a => a.Split is null));
        var adjusted = new Bar[bars.Count];
        var (price, shares) = (1m, 1m);
        for (var i = bars.Count - 1; i >= 0; i--)
        {
            var bar = bars[i];
            var day = DateOnly.FromDateTime(bar.Time.UtcDateTime);
            while (pending.TryPeek(out var action) && action.Day > day)
            {
                pending.Pop();
                if (action.Split is { } ratio)
                {
                    Require(ratio > 0, action.Day);
                    (price, shares) = (price / ratio, shares * ratio);
                }
                else
                {
                    // The close before the day in that day's shares: splits that lie between, or are of the same day, come after it here.
                    var close = bar.Close / SplitsAfter(pending, day);
                    Require(action.Amount >= 0 && action.Amount < close, action.Day);
                    price *= 1 - (action.Amount / close);
                }
            }

            adjusted[i] = bar with { Open = bar.Open * price, High = bar.High * price, Low = bar.Low * price, Close = bar.Close * price, Volume = bar.Volume * shares };
        }

        return adjusted;
    }

    private static decimal SplitsAfter(Stack<(DateOnly Day, decimal? Split, decimal Amount)> pending, DateOnly day) =>
        pending.TakeWhile(a => a.Day > day).Aggregate(1m, static (product, a) => product * (a.Split is > 0 and var ratio ? ratio : 1));

    private static void Require(bool isRight, DateOnly day)
    {
        if (!isRight)
        {
            throw new MarketDataException(MarketErrorKind.Malformed, $"The split or dividend of {day:yyyy-MM-dd} cannot be one.");
        }
    }
}
