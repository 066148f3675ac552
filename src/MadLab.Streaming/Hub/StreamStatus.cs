namespace MadLab.Streaming.Hub;

/// <summary>Whether a client sees plain live data, made-up data, a replay, or nothing new at all.</summary>
internal readonly record struct StreamStatus(bool LiveData, bool Demo, ReplaySession? Replay)
{
    /// <summary>Live, real and of now: nothing that a client need be told.</summary>
    public static StreamStatus Plain => new(true, false, null);
}
