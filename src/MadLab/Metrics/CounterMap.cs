using MadLab.Diagnostics;

namespace MadLab.Metrics;

/// <summary>The counters that clients read by name, and the instruments they come from.</summary>
internal static class CounterMap
{
    public const string Connections = "ws:connections";
    public const string ConnectionsClosed = "ws:connections:closed";
    public const string MessagesSent = "ws:messages:sent";
    public const string MessagesReceived = "ws:messages:recv";
    public const string Subscriptions = "ws:subscriptions";
    public const string BadMessages = "ws:bad_messages";
    public const string StreamErrors = "ws:stream:errors";
    public const string ConnectionErrors = "ws:errors";

    /// <summary>The value of <see cref="Instruments.Transport"/> on WebSockets.</summary>
    public const string WebSocket = "websocket";

    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<CounterSource> All { get; } =
    [
        OfWebSockets(Connections, Instruments.StreamConnectionsActive),
        OfWebSockets(ConnectionsClosed, Instruments.StreamConnectionsClosed),
        OfWebSockets(MessagesSent, Instruments.StreamMessagesSent),
        OfWebSockets(MessagesReceived, Instruments.StreamMessagesReceived),
        OfWebSockets(Subscriptions, Instruments.StreamSubscriptions),
        OfWebSockets(BadMessages, Instruments.StreamBadMessages),
        OfWebSockets(ConnectionErrors, Instruments.StreamErrors),
        new(StreamErrors, Instruments.StreamFeedErrors),
        new("ws:queue:coalesced", Instruments.StreamCoalesced),
        new("ws:queue:flushed", Instruments.StreamFlushed),
        new("stream:ticks", Instruments.StreamTicks),
        new("market:data_quality:issues", Instruments.QualityIssues),
        new("market:data_validation:errors", Instruments.ValidationErrors),
        OfCache("market:cache:hits", "hit"),
        OfCache("market:cache:misses", "miss"),
        OfCache("market:cache:stale", "stale"),
        new("market:cache:evictions", Instruments.CacheEvictions),
        OfCache("market:cache:shared", "shared"),
    ];

    private static CounterSource OfWebSockets(string name, string instrument) => new(name, instrument, Instruments.Transport, WebSocket);

    private static CounterSource OfCache(string name, string result) => new(name, Instruments.CacheRequests, Instruments.Result, result);
}
