namespace MadLab.Testing.Conformance;

/// <summary>How much a rule binds.</summary>
public enum ConformanceLevel
{
    /// <summary>The host refuses, or misreads, what breaks it.</summary>
    Must,

    /// <summary>The host copes; readers would not like it.</summary>
    Should,
}
