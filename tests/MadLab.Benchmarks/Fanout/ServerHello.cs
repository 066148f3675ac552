namespace MadLab.Benchmarks.Fanout;

/// <summary>A server's first word.</summary>
internal sealed record ServerHello(int Port);
