namespace MadLab.Market.Feeds.Silence;

/// <summary>Finds the hours of an instrument from what its provider says and from how its symbol looks.</summary>
/// <remarks>Where neither says enough there are none: a healthy stream taken for mute would be cut, a mute one is no worse than before.</remarks>
internal static class InstrumentHours
{
    private static readonly HashSet<string> Currencies = new(StringComparer.Ordinal)
    {
        "AUD", "BRL", "CAD", "CHF", "CNH", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR", "JPY", "KRW", "MXN", "NOK", "NZD",
        "PLN", "SEK", "SGD", "THB", "TRY", "USD", "XAG", "XAU", "ZAR",
    };

    private static readonly HashSet<string> CryptoQuotes = new(StringComparer.Ordinal) { "USD", "USDT", "USDC", "EUR", "GBP", "JPY", "BTC", "ETH" };

    /// <summary>The hours of an instrument at a provider; null when they are not known.</summary>
    public static OpenHours? Of(ProviderDescriptor descriptor, Symbol symbol) => descriptor.Hours switch
    {
        TradingHours.Always => OpenHours.Always,
        TradingHours.UsEquity => OpenHours.UsEquity,
        TradingHours.Forex => OpenHours.Forex,
        _ => ByInstrument(descriptor, symbol.Value),
    };

    private static OpenHours? ByInstrument(ProviderDescriptor descriptor, string symbol)
    {
        var classes = descriptor.AssetClasses;
        if (classes.Count == 1 && classes[0] is AssetClass.Crypto or AssetClass.Forex)
        {
            return classes[0] == AssetClass.Crypto ? OpenHours.Always : OpenHours.Forex;
        }

        if (Offers(classes, AssetClass.Forex) && IsForex(symbol))
        {
            return OpenHours.Forex;
        }

        if (Offers(classes, AssetClass.Crypto) && IsCrypto(symbol))
        {
            return OpenHours.Always;
        }

        return descriptor.Currency == "USD" && LooksUs(symbol)
            && classes.Any(c => c is AssetClass.Equity or AssetClass.Etf or AssetClass.Index or AssetClass.Option)
            ? OpenHours.UsEquity
            : null;
    }

    private static bool Offers(IReadOnlyList<AssetClass> classes, AssetClass one) => classes.Count == 0 || classes.Contains(one);

    /// <summary><c>EURUSD=X</c>, <c>EUR/USD</c>, <c>C:EURUSD</c>.</summary>
    public static bool IsForex(string symbol)
    {
        if (symbol.EndsWith("=X", StringComparison.Ordinal))
        {
            symbol = symbol[..^2];
        }
        else if (symbol.StartsWith("C:", StringComparison.Ordinal))
        {
            symbol = symbol[2..];
        }
        else if (!symbol.Contains('/', StringComparison.Ordinal))
        {
            // EURUSD alone may be anything.
            return false;
        }

        var pair = symbol.Replace("/", string.Empty, StringComparison.Ordinal);
        return pair.Length == 6 && Currencies.Contains(pair[..3]) && Currencies.Contains(pair[3..]);
    }

    /// <summary><c>BTC-USD</c>, <c>BTC/USDT</c>, <c>X:BTCUSD</c>.</summary>
    public static bool IsCrypto(string symbol)
    {
        if (symbol.StartsWith("X:", StringComparison.Ordinal))
        {
            return true;
        }

        var cut = symbol.IndexOfAny(['-', '/']);
        return cut > 0 && !Currencies.Contains(symbol[..cut]) && CryptoQuotes.Contains(symbol[(cut + 1)..]);
    }

    /// <summary>Not the suffix of another exchange, a future or a pair: <c>AAPL</c>, <c>BRK.B</c>, <c>^GSPC</c>, <c>O:SPY251219C00650000</c>.</summary>
    private static bool LooksUs(string symbol)
    {
        var ticker = symbol.StartsWith('^') ? symbol[1..] : symbol.StartsWith("O:", StringComparison.Ordinal) || symbol.StartsWith("I:", StringComparison.Ordinal) ? symbol[2..] : symbol;
        var cut = ticker.IndexOfAny(['.', '-']);
        var (root, share) = cut < 0 ? (ticker, string.Empty) : (ticker[..cut], ticker[(cut + 1)..]);

        // An exchange with one letter (VOD.L) looks like a class of shares: only A, B and C are taken for one.
        return root.Length > 0 && root[0] is >= 'A' and <= 'Z' && root.All(char.IsAsciiLetterOrDigit) && (cut < 0 || share is "A" or "B" or "C");
    }
}
