using System.ComponentModel.DataAnnotations;

namespace MadLab.Streaming;

/// <summary>Limits and times of the streams, bound from <c>MadLab:Streaming</c>; a value out of range stops the start.</summary>
public sealed class StreamingOptions
{
    /// <summary>The most open connections of all transports; past it a caller is refused and told when to come back. The default is 20,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>The most open connections of one address (an IPv6 network of 64 bits counts as one); 0 for no limit. The default is 100.</summary>
    [Range(0, 1_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 100;

    /// <summary>Web origins, such as <c>https://app.example.com</c>, that may open a WebSocket beside pages of the same host; <c>*</c> allows all. Empty by default.</summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Whether a WebSocket without an <c>Origin</c> is refused. False by default: a program has none. A host that signs in by cookie sets it.</summary>
    public bool RequireOrigin { get; set; }

    /// <summary>The most symbols of one WebSocket connection; a message that asks for more changes nothing. The default is 200.</summary>
    [Range(1, 10_000)]
    public int MaxSymbolsPerConnection { get; set; } = 200;

    /// <summary>The most symbols of all connections together, which is the most upstreams open. The default is 5,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxSymbols { get; set; } = 5_000;

    /// <summary>The time between two updates of a symbol where the client asks for none. The default is 1 s.</summary>
    public TimeSpan DefaultInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The shortest interval a client can have; a shorter one is raised to it. The default is 250 ms, 25 ms the least.</summary>
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest interval a client can have; a longer one is cut to it. The default is 3 s, 60 s the most.</summary>
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a connection is silent before a heartbeat is sent. The default is 5 s; 100 ms to 5 minutes.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a client may take nothing of what is written before it is dropped. The default is 8 s; 100 ms to 5 minutes.</summary>
    public TimeSpan SlowClientTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a WebSocket client may be silent before it gets a ping; 0 for no pings. The default is 4 s; 5 minutes the most.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a WebSocket client may take to answer a ping before it is dropped. The default is 5 s; 1 s to 5 minutes.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an upstream stays open after the last listener left. The default is 5 s; 5 minutes the most.</summary>
    public TimeSpan FeedLinger { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a poll counts as listening. The default is 30 s; 5 minutes the most.</summary>
    public TimeSpan PollLinger { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of one message from a client; a longer one closes the WebSocket with 1009. The default is 16 KiB.</summary>
    [Range(256, 1_048_576)]
    public int MaxMessageBytes { get; set; } = 16 * 1024;

    /// <summary>The most bad messages of a WebSocket client within a minute: not readable, or with a wrong symbol or too many. The next one closes it with 1008. The default is 20.</summary>
    [Range(0, 10_000)]
    public int MaxBadMessagesPerMinute { get; set; } = 20;

    /// <summary>The most messages of a WebSocket client in a minute, good or bad, a minute's worth at once; the next one closes it with 1008. 0 for no limit. The default is 1,200.</summary>
    [Range(0, 1_000_000)]
    public int MaxMessagesPerMinute { get; set; } = 1_200;

    /// <summary>The most bytes the kernel may hold unsent for a connection (<c>TCP_NOTSENT_LOWAT</c>, Linux); 0 leaves the system's. The default is 16 KiB.</summary>
    [Range(0, 4_194_304)]
    public int MaxUnsentBytes { get; set; } = 16 * 1024;

    /// <summary>How often the policy of an endpoint with authorization is asked whether the caller of an open stream may still listen; 0 for never. The default is 20 s; 30 s the most.</summary>
    public TimeSpan AuthorizationInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The least time a client is asked to wait before it connects again; each gets between this and twice this, so that not all come at once. The default is 2 s; 1 minute the most.</summary>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(2);
}
