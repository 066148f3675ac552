using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Db;

/// <summary>One turn of one server.</summary>
/// <param name="RequestsPerSecond">Answers.</param>
/// <param name="Milliseconds">From sending to the whole answer.</param>
internal sealed record DbTurn(double RequestsPerSecond, Percentiles Milliseconds);

/// <summary>One operation at one number of clients, over all pairs.</summary>
/// <param name="Engine">The database.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Clients">How many asked at once.</param>
/// <param name="AdoPerSecond">Answers of hand-written ADO.NET.</param>
/// <param name="MadLabPerSecond">Answers of MadLab.</param>
/// <param name="Ratio">MadLab's over the other's, pair by pair.</param>
/// <param name="P50">MadLab's median latency, milliseconds.</param>
/// <param name="P95">95 of 100 of MadLab's answers took at most this.</param>
/// <param name="Max">MadLab's slowest answer.</param>
internal sealed record DbResult(
    string Engine, string Operation, int Clients, Spread AdoPerSecond, Spread MadLabPerSecond, Spread Ratio, Spread P50, Spread P95, Spread Max)
{
    public static DbResult Of(string engine, DbOperation operation, int clients, IReadOnlyList<(DbTurn Ado, DbTurn MadLab)> pairs) => new(
        engine,
        operation.ToString().ToLowerInvariant(),
        clients,
        Of(pairs, p => p.Ado.RequestsPerSecond),
        Of(pairs, p => p.MadLab.RequestsPerSecond),
        Of(pairs, p => p.MadLab.RequestsPerSecond / p.Ado.RequestsPerSecond),
        Of(pairs, p => p.MadLab.Milliseconds.P50),
        Of(pairs, p => p.MadLab.Milliseconds.P95),
        Of(pairs, p => p.MadLab.Milliseconds.Max));

    private static Spread Of(IReadOnlyList<(DbTurn Ado, DbTurn MadLab)> pairs, Func<(DbTurn Ado, DbTurn MadLab), double> figure) =>
        Spread.Of(pairs.Select(figure))!;
}
