namespace MadLab.Providers.Coinbase;

/// <summary>What the exchange means by its errors, <c>{"message": ".."}</c>.</summary>
internal static class CoinbaseErrors
{
    public static MarketDataException? Map(UpstreamAnswer answer) => (answer.Status, answer.Text("message")) switch
    {
        // A pair that it does not know is a 404 of one service and a 400 of another.
        (400, { } message) when message.Contains("product", StringComparison.OrdinalIgnoreCase) && answer.Symbol is { } symbol => MarketDataException.SymbolUnknown(symbol),

        // It says no time: ten calls a second are allowed to an address.
        (429, _) => new MarketDataException(MarketErrorKind.QuotaExceeded, "The quota of Coinbase is used up.") { RetryAfter = answer.RetryAfter ?? TimeSpan.FromSeconds(1) },
        (>= 200 and < 300, not null) => new MarketDataException(MarketErrorKind.Malformed, "Coinbase answered with an error in place of data."),
        _ => null,
    };
}
