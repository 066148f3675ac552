namespace MadLab.Providers;

/// <summary>Takes what a message of an upstream says.</summary>
public interface IQuoteSink
{
    /// <summary>A quote; one of a symbol that nobody reads goes nowhere.</summary>
    void Publish(Quote quote);

    /// <summary>Ends the sequences of a symbol, such as one that the upstream does not know. It is no longer wanted until somebody reads it again.</summary>
    void Fail(Symbol symbol, MarketDataException failure);

    /// <summary>The last quote of a symbol that somebody reads, to complete a message that brings a part alone; null where there is none yet.</summary>
    Quote? Last(Symbol symbol);
}
