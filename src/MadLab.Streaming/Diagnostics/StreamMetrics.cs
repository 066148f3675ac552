using System.Diagnostics.Metrics;
using MadLab.Diagnostics;

namespace MadLab.Streaming.Diagnostics;

/// <summary>What the streams measure.</summary>
internal sealed class StreamMetrics
{
    // Made once: a tag with a boxed string per measurement would be an allocation per message.
    private static readonly KeyValuePair<string, object?>[] Tags =
    [
        new(Instruments.Transport, "websocket"),
        new(Instruments.Transport, "sse"),
        new(Instruments.Transport, "polling"),
    ];

    private readonly UpDownCounter<int> _active;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _received;
    private readonly Counter<long> _subscriptions;
    private readonly Counter<long> _badMessages;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _feedErrors;
    private readonly Counter<long> _coalesced;
    private readonly Counter<long> _flushed;
    private readonly Counter<long> _ticks;
    private readonly Histogram<double> _tickDuration;
    private readonly Histogram<double> _quoteAge;

    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MadLabDiagnostics.MeterName);
        _active = meter.CreateUpDownCounter<int>(Instruments.StreamConnectionsActive, "{connection}", "Open stream connections.");
        _closed = meter.CreateCounter<long>(Instruments.StreamConnectionsClosed, "{connection}", "Stream connections that ended.");
        _sent = meter.CreateCounter<long>(Instruments.StreamMessagesSent, "{message}", "Messages written to stream clients.");
        _received = meter.CreateCounter<long>(Instruments.StreamMessagesReceived, "{message}", "Messages from stream clients.");
        _subscriptions = meter.CreateCounter<long>(Instruments.StreamSubscriptions, "{symbol}", "Symbols subscribed to.");
        _badMessages = meter.CreateCounter<long>(Instruments.StreamBadMessages, "{message}", "Messages from clients that were refused: not readable, or with a wrong symbol or too many.");
        _errors = meter.CreateCounter<long>(Instruments.StreamErrors, "{error}", "Failed sends and broken or dropped connections.");
        _feedErrors = meter.CreateCounter<long>(Instruments.StreamFeedErrors, "{error}", "Upstream failures told to subscribers.");
        _coalesced = meter.CreateCounter<long>(Instruments.StreamCoalesced, "{quote}", "Quotes superseded before they were sent to a connection.");
        _flushed = meter.CreateCounter<long>(Instruments.StreamFlushed, "{quote}", "Quotes written to connections.");
        _ticks = meter.CreateCounter<long>(Instruments.StreamTicks, "{quote}", "Quotes taken from upstreams.");
        _tickDuration = meter.CreateHistogram<double>(Instruments.StreamTickDuration, "s", "Duration of one pass of a flush loop.");
        _quoteAge = meter.CreateHistogram<double>(Instruments.StreamQuoteAge, "s", "How long a quote had been here when it was written to a connection.");
    }

    public bool MeasuresTicks => _tickDuration.Enabled;

    public bool MeasuresAge => _quoteAge.Enabled;

    public void Opened(Transport transport) => _active.Add(1, Tags[(int)transport]);

    public void Closed(Transport transport)
    {
        _active.Add(-1, Tags[(int)transport]);
        _closed.Add(1, Tags[(int)transport]);
    }

    public void Sent(Transport transport, int messages) => _sent.Add(messages, Tags[(int)transport]);

    public void Received(Transport transport) => _received.Add(1, Tags[(int)transport]);

    public void Subscribed(Transport transport, int symbols) => _subscriptions.Add(symbols, Tags[(int)transport]);

    public void BadMessage(Transport transport) => _badMessages.Add(1, Tags[(int)transport]);

    public void Error(Transport transport) => _errors.Add(1, Tags[(int)transport]);

    public void FeedError() => _feedErrors.Add(1);

    public void Ticked() => _ticks.Add(1);

    public void Flushed(int quotes, int coalesced)
    {
        if (quotes > 0)
        {
            _flushed.Add(quotes);
        }

        if (coalesced > 0)
        {
            _coalesced.Add(coalesced);
        }
    }

    public void TickTook(TimeSpan duration) => _tickDuration.Record(duration.TotalSeconds);

    public void Age(TimeSpan age) => _quoteAge.Record(age.TotalSeconds);
}
