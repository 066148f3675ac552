namespace MadLab.Release;

/// <summary>What a check found.</summary>
internal sealed class Findings
{
    /// <summary>What keeps it from being released.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>What was looked at.</summary>
    public List<string> Notes { get; } = [];
}
