using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout;

/// <summary>A server that takes part.</summary>
/// <param name="Name">What it is called in options and results.</param>
/// <param name="Wire">What its clients speak.</param>
/// <param name="Floor">The bare server its cost is compared with; null for a bare one itself.</param>
/// <param name="Summary">What it is.</param>
internal sealed record Peer(string Name, Wire Wire, string? Floor, string Summary)
{
    public const string MadLab = "madlab";
    public const string MadLabBatch = "madlab-batch";
    public const string MadLabSse = "madlab-sse";
    public const string Bare = "bare";
    public const string BareBatch = "bare-batch";
    public const string BareSse = "bare-sse";
    public const string SignalR = "signalr";
    public const string SignalRBatch = "signalr-batch";
    public const string SendAsync = "sendasync";

    /// <summary>All there are, in the order in which they run.</summary>
    public static readonly IReadOnlyList<Peer> All =
    [
        new(Bare, Wire.WebSocket, null, "bare Kestrel: upgraded connection, a loop per core, all quotes of a tick as encoded frames in one write"),
        new(MadLab, Wire.WebSocket, Bare, "MapMadLab() in a plain WebApplication, one message per quote"),
        new(SignalR, Wire.SignalR, Bare, "a hub, Clients.All per quote, JSON protocol, the payload encoded once per quote beforehand"),
        new(SendAsync, Wire.WebSocket, Bare, "WebSocket.SendAsync of each quote, a loop per core"),
        new(BareBatch, Wire.WebSocket, null, "bare Kestrel: one frame with one array per tick"),
        new(MadLabBatch, Wire.WebSocket, BareBatch, "MapMadLab() with batch=true, one message per flush"),
        new(BareSse, Wire.Events, null, "bare Kestrel: all events of a tick into BodyWriter, one flush"),
        new(MadLabSse, Wire.Events, BareSse, "MapMadLab(), server-sent events"),
        new(SignalRBatch, Wire.SignalR, BareBatch, "a hub that sends one array per tick (only when named)"),
    ];

    /// <summary>Those that run when none is named.</summary>
    public static IReadOnlyList<Peer> Usual => [.. All.Where(p => p.Name != SignalRBatch)];

    public static Peer Find(string name) =>
        All.FirstOrDefault(p => p.Name == name)
        ?? throw new UsageException($"Unknown peer '{name}'; there are: {string.Join(", ", All.Select(p => p.Name))}.");

    /// <summary>The path and query a client of it asks for.</summary>
    public string Target(int symbols, int interval)
    {
        var query = $"?symbols={string.Join(',', Enumerable.Range(0, symbols).Select(Ticks.Name))}&interval={interval}";
        return Name switch
        {
            MadLab => "/api/stream/ws" + query,
            MadLabBatch => "/api/stream/ws" + query + "&batch=true",
            MadLabSse => "/api/stream" + query,
            _ => "/stream" + query,
        };
    }
}
