namespace MadLab.Market.Feeds;

/// <summary>One reader of one symbol's polled quotes.</summary>
internal sealed class PollListener(Symbol symbol, Action<Quote> deliver)
{
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Quote? _last;

    public Symbol Symbol { get; } = symbol;

    /// <summary>Ends with the failure that the reader is told of; never otherwise.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Hands over a quote unless it says what the last one said.</summary>
    public void Deliver(Quote quote)
    {
        if (quote == _last)
        {
            return;
        }

        _last = quote;
        try
        {
            deliver(quote);
        }
        catch (Exception e)
        {
            // It is told its own fault; the others in this answer get their quotes.
            Fail(e);
        }
    }

    public void Fail(Exception failure) => _failed.TrySetException(failure);
}
