using MadLab.Streaming.Transports.WebSocket;

namespace MadLab.Streaming.Hub;

/// <summary>One version of a symbol's quote with its encodings, each made at most once and only when somebody sends it.</summary>
internal sealed class CellValue(Quote quote, long seq, int ordinal, long publishedAt, string epoch, QuoteSourceInfo? source = null)
{
    private byte[]? _frame;
    private byte[]? _event;

    public Quote Quote { get; } = quote;

    /// <summary>The version: one counter for all symbols, so that "newer than X" is one comparison.</summary>
    public long Seq { get; } = seq;

    /// <summary>How many values the symbol has had with this one; the gap between two sent tells how many were skipped.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>The time provider's timestamp of its arrival here.</summary>
    public long PublishedAt { get; } = publishedAt;

    /// <summary>Who served it; kept only where the host decides who may see what.</summary>
    public QuoteSourceInfo? Source { get; } = source;

    /// <summary>The WebSocket message with its frame's header.</summary>
    public ReadOnlySpan<byte> Frame => Volatile.Read(ref _frame) ?? EncodeFrame();

    /// <summary>The JSON object alone.</summary>
    public ReadOnlySpan<byte> Body
    {
        get
        {
            var frame = Frame;
            return frame[(Frames.HeaderOf(frame) + QuoteJson.MessagePrefix.Length)..^QuoteJson.MessageSuffix.Length];
        }
    }

    /// <summary>The server-sent event, its blank line included.</summary>
    public ReadOnlySpan<byte> Event => Volatile.Read(ref _event) ?? EncodeEvent();

    // Locked on itself: a lock object for every version would weigh as much as the rest of it, and nobody outside sees the value's monitor.
    private byte[] EncodeFrame()
    {
        lock (this)
        {
            return _frame ??= QuoteJson.Frame(Quote, Seq);
        }
    }

    private byte[] EncodeEvent()
    {
        lock (this)
        {
            return _event ??= QuoteJson.Event(Body, epoch, Seq);
        }
    }
}
