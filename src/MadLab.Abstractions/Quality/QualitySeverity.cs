namespace MadLab;

/// <summary>How much an issue matters.</summary>
public enum QualitySeverity
{
    /// <summary>Worth knowing, and probably right.</summary>
    Info,

    /// <summary>Probably wrong: look before using it.</summary>
    Warning,

    /// <summary>Wrong, or too far off to compute with.</summary>
    Error,
}
