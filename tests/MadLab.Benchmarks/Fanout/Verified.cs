namespace MadLab.Benchmarks.Fanout;

/// <summary>Who has the last quote of every symbol.</summary>
/// <param name="Missed">Connections that lack one.</param>
/// <param name="Milliseconds">Until the last had all.</param>
internal sealed record Verified(int Missed, double Milliseconds);
