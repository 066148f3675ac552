namespace MadLab.Streaming.Tests.Support;

/// <summary>Enough symbols to fill any buffer between a host and a client that does not read.</summary>
public static class Stalling
{
    private static readonly string[] Symbols = [.. Enumerable.Range(1, 50).Select(i => $"STALL{i}")];

    public static string Query { get; } = $"?symbols={string.Join(',', Symbols)}&interval=25";

    public static string WebSocket { get; } = "/api/stream/ws" + Query;

    public static string Events { get; } = "/api/stream" + Query;

    public static FakeFeed Feed()
    {
        var feed = new FakeFeed().With("PULSE", 0.5m);
        foreach (var symbol in Symbols)
        {
            feed.With(symbol, 0.5m);
        }

        return feed;
    }

    /// <summary>A new value for every symbol that is open, then one for PULSE.</summary>
    public static void PublishAll(FakeFeed feed, int round)
    {
        foreach (var symbol in Symbols)
        {
            if (feed.IsOpen(symbol))
            {
                feed.Publish(symbol, 1000 + round);
            }
        }

        feed.Publish("PULSE", 1 + round);
    }
}
