namespace MadLab.Benchmarks.Fanout.Servers;

/// <summary>What is sent of one tick, encoded.</summary>
internal sealed record Tick(byte[][] Buffers);
