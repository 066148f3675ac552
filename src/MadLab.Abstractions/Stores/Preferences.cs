namespace MadLab;

/// <summary>What a user chose; null members were not chosen.</summary>
public sealed record Preferences
{
    /// <summary><c>auto</c>, <c>websocket</c>, <c>sse</c> or <c>polling</c>.</summary>
    public string? StreamMode { get; init; }

    /// <summary>Milliseconds between two polls.</summary>
    public int? PollingIntervalMs { get; init; }

    /// <summary>What was chosen in the workbench; null where nothing was.</summary>
    public WorkbenchPreferences? Workbench { get; init; }

    /// <summary>Kept for older pages; the server's cache never follows it.</summary>
    public int? CacheTtlMs { get; init; }

    /// <summary>Kept for older pages; the server's cache never follows it.</summary>
    public int? CacheMaxEntries { get; init; }
}
