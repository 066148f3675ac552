namespace MadLab.Benchmarks.Shared;

/// <summary>Something went wrong that leaves nothing to measure; the message says what.</summary>
internal sealed class MeasurementException(string message) : Exception(message);
