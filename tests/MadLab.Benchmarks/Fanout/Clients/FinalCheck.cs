namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>Which symbols' last quote has come over one connection.</summary>
internal sealed class FinalCheck(int symbols) : IQuoteObserver
{
    private ulong _missing = ulong.MaxValue >> (64 - symbols);

    public bool IsComplete => _missing == 0;

    public void OnQuote(SeenQuote quote)
    {
        if (quote.Price == Ticks.FinalPrice)
        {
            _missing &= ~(1UL << quote.Symbol);
        }
    }
}
