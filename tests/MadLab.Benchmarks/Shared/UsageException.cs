namespace MadLab.Benchmarks.Shared;

/// <summary>The program was called with something it cannot use; the message names it.</summary>
internal sealed class UsageException(string message) : Exception(message);
