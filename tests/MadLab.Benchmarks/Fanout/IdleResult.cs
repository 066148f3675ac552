namespace MadLab.Benchmarks.Fanout;

/// <summary>Memory of a server's idle connections.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Round">From 1.</param>
/// <param name="ResidentBytes">Resident memory per connection after collections.</param>
/// <param name="HeapBytes">Managed heap per connection.</param>
/// <param name="KernelBytes">TCP memory of the machine per connection, both ends.</param>
internal sealed record IdleResult(string Peer, int Round, double ResidentBytes, double HeapBytes, double KernelBytes);
