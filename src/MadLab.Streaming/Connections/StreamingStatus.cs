using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <summary>How much is streamed, for health.</summary>
internal sealed class StreamingStatus(ConnectionCounter connections, QuoteHub hub) : IStreamingStatus
{
    public int Connections => connections.Count;

    public int Symbols => hub.OpenSymbols;
}
