namespace MadLab.Benchmarks.Shared;

/// <summary>A server's first word.</summary>
internal sealed record ServerHello(int Port);
