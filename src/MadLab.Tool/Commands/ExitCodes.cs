namespace MadLab.Tool.Commands;

/// <summary>What the shell is told.</summary>
internal static class ExitCodes
{
    /// <summary>Done; of a check, nothing failed.</summary>
    public const int Done = 0;

    /// <summary>A check failed, a load was outside its budgets, or the host said no.</summary>
    public const int Failed = 1;

    /// <summary>It could not be tried: the command line cannot be used, or nobody listens.</summary>
    public const int NotTried = 2;
}
