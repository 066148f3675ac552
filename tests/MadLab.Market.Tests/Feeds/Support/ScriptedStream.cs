using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MadLab.Market.Tests.Feeds.Support;

/// <summary>A stream that sends whatever a test puts in, sound or not, and ends when the test says how.</summary>
internal sealed class ScriptedStream : IQuoteStreamProvider
{
    private readonly Channel<Quote?> _quotes = Channel.CreateUnbounded<Quote?>();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called with the token of each reader.</summary>
    public Action<CancellationToken> Opening { get; set; } = static _ => { };

    /// <summary>Whether it reads on after its token is cancelled, until <see cref="End"/>.</summary>
    public bool IgnoresToken { get; set; }

    public ProviderDescriptor Descriptor { get; } = new() { Feed = "scripted" };

    public Task OpenedAsync() => _opened.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Send(Quote? quote) => _quotes.Writer.TryWrite(quote);

    public void End(Exception? failure = null) => _quotes.Writer.TryComplete(failure);

    public async IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Opening(cancellationToken);
        _opened.TrySetResult();
        await foreach (var quote in _quotes.Reader.ReadAllAsync(IgnoresToken ? CancellationToken.None : cancellationToken))
        {
            yield return quote!;
        }
    }
}
