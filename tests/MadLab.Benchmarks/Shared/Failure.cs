namespace MadLab.Benchmarks.Shared;

/// <summary>The answer of a child that could not do what it was told.</summary>
/// <param name="Error">Why; null in every other answer.</param>
internal sealed record Failure(string? Error);
