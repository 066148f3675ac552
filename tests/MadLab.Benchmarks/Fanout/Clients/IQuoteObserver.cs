namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>Whoever looks at each quote of a connection.</summary>
internal interface IQuoteObserver
{
    void OnQuote(SeenQuote quote);
}
