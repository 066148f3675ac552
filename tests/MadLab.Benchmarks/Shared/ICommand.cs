namespace MadLab.Benchmarks.Shared;

/// <summary>One thing the program can be asked for.</summary>
internal interface ICommand
{
    /// <summary>The word that picks it.</summary>
    string Name { get; }

    /// <summary>One line for the list of commands.</summary>
    string Summary { get; }

    /// <summary>Runs it; returns the exit code: 0, 1 when a check failed, 2 for a wrong call.</summary>
    Task<int> RunAsync(string[] args, CancellationToken cancellationToken);
}
