namespace MadLab.Providers.AlphaVantage;

/// <summary>What the service means by a 200 with <c>Error Message</c>, <c>Note</c> or <c>Information</c> in place of data.</summary>
internal static class AlphaVantageErrors
{
    private static readonly TimeSpan UntilMoreOfToday = TimeSpan.FromHours(1);

    public static MarketDataException? Map(UpstreamAnswer answer)
    {
        var said = answer.Text("Error Message") ?? answer.Text("Note") ?? answer.Text("Information");
        if (said is null)
        {
            return null;
        }

        // None of its words are passed on: they repeat the key.
        if (Says("premium"))
        {
            return MarketDataException.NotSupported("This question in the plan of the Alpha Vantage key");
        }

        if (Says("apikey") || Says("demo") && !Says("rate limit"))
        {
            return new MarketDataException(MarketErrorKind.Unauthorized, "Alpha Vantage refuses the key.");
        }

        if (Says("rate limit") || Says("call frequency") || Says("requests per") || Says("calls per"))
        {
            // The day's end is not in the answer; within the hour it is asked whether there is more.
            var wait = Says("per day") ? UntilMoreOfToday : Says("per second") ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1);
            return new MarketDataException(MarketErrorKind.QuotaExceeded, "The calls that the Alpha Vantage key allows are used up.") { RetryAfter = wait };
        }

        return Says("Invalid API call") && answer.Symbol is { } symbol
            ? MarketDataException.SymbolUnknown(symbol)
            : new MarketDataException(MarketErrorKind.Malformed, "Alpha Vantage answered with a message in place of data.");

        bool Says(string word) => said.Contains(word, StringComparison.OrdinalIgnoreCase);
    }
}
