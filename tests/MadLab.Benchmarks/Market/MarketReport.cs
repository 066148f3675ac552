using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market;

/// <summary>A run's result, as the JSON document has it.</summary>
/// <param name="Command">Which command it is of.</param>
/// <param name="Machine">Where and when.</param>
/// <param name="Pairs">How often both servers were measured.</param>
/// <param name="Seconds">How long each time.</param>
/// <param name="Connections">Connections of the load.</param>
/// <param name="Pinned">Whether servers and load were bound to a core each.</param>
/// <param name="Cases">The cases.</param>
internal sealed record MarketReport(
    string Command, Machine Machine, int Pairs, double Seconds, int Connections, bool Pinned, IReadOnlyList<CaseResult> Cases);
