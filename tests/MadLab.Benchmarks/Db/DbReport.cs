using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Db;

/// <summary>A run's result, as the JSON document has it.</summary>
/// <param name="Command">Which command it is of.</param>
/// <param name="Machine">Where and when.</param>
/// <param name="Pairs">How often both servers were measured.</param>
/// <param name="Seconds">How long each time.</param>
/// <param name="Rows">Workspaces that were there before.</param>
/// <param name="Bytes">Length of a document.</param>
/// <param name="Results">The operations.</param>
internal sealed record DbReport(string Command, Machine Machine, int Pairs, double Seconds, int Rows, int Bytes, IReadOnlyList<DbResult> Results);
