namespace MadLab.Streaming.Hub;

/// <summary>One version of a symbol's quote with its encodings, each made at most once and only when somebody sends it.</summary>
internal sealed class CellValue(Quote quote, long seq, int ordinal, long publishedAt, string epoch)
{
    private readonly Lock _encoding = new();
    private byte[]? _message;
    private byte[]? _event;

    public Quote Quote { get; } = quote;

    /// <summary>The version: one counter for all symbols, so that "newer than X" is one comparison.</summary>
    public long Seq { get; } = seq;

    /// <summary>How many values the symbol has had with this one; the gap between two sent tells how many were skipped.</summary>
    public int Ordinal { get; } = ordinal;

    /// <summary>The time provider's timestamp of its arrival here.</summary>
    public long PublishedAt { get; } = publishedAt;

    /// <summary>The WebSocket message.</summary>
    public ReadOnlyMemory<byte> Message => _message ?? EncodeMessage();

    /// <summary>The JSON object alone.</summary>
    public ReadOnlyMemory<byte> Body
    {
        get
        {
            var message = Message;
            return message[QuoteJson.MessagePrefix.Length..^QuoteJson.MessageSuffix.Length];
        }
    }

    /// <summary>The server-sent event, its blank line included.</summary>
    public ReadOnlyMemory<byte> Event => _event ?? EncodeEvent();

    private byte[] EncodeMessage()
    {
        lock (_encoding)
        {
            return _message ??= QuoteJson.Message(Quote, Seq);
        }
    }

    private byte[] EncodeEvent()
    {
        var body = Body;
        lock (_encoding)
        {
            return _event ??= QuoteJson.Event(body.Span, epoch, Seq);
        }
    }
}
