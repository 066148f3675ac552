namespace MadLab;

/// <summary>How much is streamed, for health.</summary>
public interface IStreamingStatus
{
    /// <summary>Open connections of all transports.</summary>
    int Connections { get; }

    /// <summary>Symbols with an open upstream.</summary>
    int Symbols { get; }
}
