namespace MadLab;

/// <summary>The names to listen to for metrics and traces.</summary>
public static class MadLabDiagnostics
{
    /// <summary>The name of the meter of all packages.</summary>
    public const string MeterName = "MadLab";

    /// <summary>The name of the activity source of all packages.</summary>
    public const string ActivitySourceName = "MadLab";
}
