using System.Threading.Channels;

namespace MadLab.Market.Tests.Feeds.Support;

/// <summary>Writes down what it is told, in order; throws at quotes where a test wants it to.</summary>
internal sealed class FeedListener : IQuoteFeedListener
{
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

    public Exception? Failure { get; set; }

    /// <summary>Whether there is something that <see cref="NextAsync"/> has not given yet.</summary>
    public bool WasTold => _told.Reader.Count > 0;

    public async Task<string> NextAsync() => await _told.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public void OnQuote(Quote quote)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        _told.Writer.TryWrite(FormattableString.Invariant($"quote {quote.Price}"));
    }

    public void OnSource(QuoteSourceInfo source) => _told.Writer.TryWrite($"source {source.Provider}");

    public void OnError(MarketDataException error, bool final) => _told.Writer.TryWrite($"error {error.Kind} {final}");
}
