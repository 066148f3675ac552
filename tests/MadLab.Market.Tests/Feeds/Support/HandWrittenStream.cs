using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MadLab.Market.Tests.Feeds.Support;

/// <summary>A stream of which each sequence is played by the test: what it sends, whether it hangs, whether it heeds its token.</summary>
internal sealed class HandWrittenStream : IQuoteStreamProvider
{
    private readonly Channel<Sequence> _opened = Channel.CreateUnbounded<Sequence>();
    private volatile int _count;

    public ProviderDescriptor Descriptor { get; init; } = new() { Feed = "written", Hours = TradingHours.Always };

    /// <summary>Whether sequences go on when their token is cancelled.</summary>
    public bool IgnoresToken { get; set; }

    /// <summary>Blocks the reader's thread at the beginning of a sequence; null for none.</summary>
    public ManualResetEventSlim? Blocks { get; set; }

    /// <summary>How many sequences were opened so far.</summary>
    public int Opened => _count;

    /// <summary>The next sequence that was opened, of whatever symbol.</summary>
    public async Task<Sequence> NextAsync() => await _opened.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public async IAsyncEnumerable<Quote> StreamQuotesAsync(Symbol symbol, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sequence = new Sequence(symbol);
        Interlocked.Increment(ref _count);
        _opened.Writer.TryWrite(sequence);
        Blocks?.Wait(CancellationToken.None);
        try
        {
            await foreach (var quote in sequence.Quotes.Reader.ReadAllAsync(IgnoresToken ? CancellationToken.None : cancellationToken))
            {
                yield return quote;
            }
        }
        finally
        {
            sequence.HasEnded.TrySetResult();
        }
    }

    internal sealed class Sequence(Symbol symbol)
    {
        public Symbol Symbol => symbol;

        public Channel<Quote> Quotes { get; } = Channel.CreateUnbounded<Quote>();

        public TaskCompletionSource HasEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Send(decimal price, DateTimeOffset at) => Quotes.Writer.TryWrite(ScriptedPolls.Of(symbol, price) with { Timestamp = at });

        public void End(Exception? failure = null) => Quotes.Writer.TryComplete(failure);
    }
}
