namespace MadLab;

/// <summary>How a provider is, by its real calls and its circuit; nobody calls it to check.</summary>
public enum ProviderState
{
    /// <summary>It answers, or has not been asked yet.</summary>
    Available,

    /// <summary>Some of its last calls failed.</summary>
    Degraded,

    /// <summary>Its last calls failed or its circuit is open.</summary>
    Unavailable,
}
