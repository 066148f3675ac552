namespace MadLab;

/// <summary>What a user chose in the workbench; null members were not chosen.</summary>
public sealed record WorkbenchPreferences
{
    /// <summary><c>dark</c>, <c>light</c> or <c>system</c>.</summary>
    public string? Theme { get; init; }

    /// <summary>The name of the provider that is asked alone; empty where the host chooses.</summary>
    public string? Provider { get; init; }
}
