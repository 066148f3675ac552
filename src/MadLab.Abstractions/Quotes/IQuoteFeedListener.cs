namespace MadLab;

/// <summary>Who is told what an upstream brings.</summary>
public interface IQuoteFeedListener
{
    /// <summary>A new quote. Must return quickly: it holds up the upstream.</summary>
    void OnQuote(Quote quote);

    /// <summary>Another provider serves the quotes from now on.</summary>
    void OnSource(QuoteSourceInfo source);

    /// <summary>The upstream failed.</summary>
    /// <param name="error">Why.</param>
    /// <param name="final">True when it is over for good (the symbol is unknown, nobody can stream it); false when it is tried again.</param>
    void OnError(MarketDataException error, bool final);
}
