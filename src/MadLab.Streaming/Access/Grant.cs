using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Access;

/// <summary>What the host said a caller may see of a symbol's quotes, for the source that served them then.</summary>
/// <param name="Delay">By how much they must be held back; zero for real time.</param>
/// <param name="Source">The source it holds for; null where none was known.</param>
/// <param name="IsRefused">Whether the caller may see nothing.</param>
internal sealed record Grant(TimeSpan Delay, QuoteSourceInfo? Source, bool IsRefused = false)
{
    /// <summary>Whether it holds for a value: after a failover the host is asked anew before anything is sent.</summary>
    public bool Covers(CellValue value) =>
        Source is { } source && value.Source is { } other
        && (ReferenceEquals(source, other) || (source.Provider == other.Provider && source.Feed == other.Feed));
}
