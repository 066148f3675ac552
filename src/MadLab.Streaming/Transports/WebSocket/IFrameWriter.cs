namespace MadLab.Streaming.Transports.WebSocket;

/// <summary>Where a connection's frames go, in the order they are given.</summary>
internal interface IFrameWriter
{
    /// <summary>Writes whole frames at once; those after a close frame are forgotten.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> frames);

    /// <summary>Reads what the client still sends, and forgets it, until it hangs up. Ends by itself only then: the caller cuts it off.</summary>
    Task DrainAsync();
}
