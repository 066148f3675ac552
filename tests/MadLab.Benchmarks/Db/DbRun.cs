using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using MadLab.Benchmarks.Db.Servers;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Db;

/// <summary>All operations on one engine, at every number of clients, in pairs of both servers.</summary>
internal sealed class DbRun(string engine, DbServerProcess ado, DbServerProcess madlab, DbOptions options)
{
    private const int Page = 50;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);

    private readonly byte[] _body = JsonSerializer.SerializeToUtf8Bytes(new { title = "Sheet", data = new { note = new string('x', options.Bytes) } });
    private readonly Dictionary<string, string[]> _ids = [];

    public async Task<List<DbResult>> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var server in new[] { ado, madlab })
        {
            _ids[server.Name] = await FillAsync(server, options.Rows, cancellationToken);
        }

        List<DbResult> results = [];
        foreach (var operation in options.Operations)
        {
            foreach (var clients in options.Clients)
            {
                results.Add(await MeasureAsync(operation, clients, cancellationToken));
            }
        }

        return results;
    }

    private async Task<DbResult> MeasureAsync(DbOperation operation, int clients, CancellationToken cancellationToken)
    {
        // Hot code and warm pools, before the first pair counts.
        var warmup = options.Duration < Warmup ? options.Duration : Warmup;
        await TurnAsync(ado, operation, clients, warmup, cancellationToken);
        await TurnAsync(madlab, operation, clients, warmup, cancellationToken);
        List<(DbTurn Ado, DbTurn MadLab)> pairs = [];
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            var first = await TurnAsync(pair % 2 == 0 ? ado : madlab, operation, clients, options.Duration, cancellationToken);
            var second = await TurnAsync(pair % 2 == 0 ? madlab : ado, operation, clients, options.Duration, cancellationToken);
            pairs.Add(pair % 2 == 0 ? (first, second) : (second, first));
        }

        var result = DbResult.Of(engine, operation, clients, pairs);
        Progress.Say(FormattableString.Invariant(
            $"{engine,-9} {result.Operation,-7} {clients,3} clients  ado {result.AdoPerSecond.Median,7:0}/s  madlab {result.MadLabPerSecond.Median,7:0}/s  {result.Ratio.Median:0.00}  p95 {result.P95.Median:0.0} ms"));
        return result;
    }

    private async Task<DbTurn> TurnAsync(DbServerProcess server, DbOperation operation, int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        var client = server.Client;
        var ids = _ids[server.Name];
        var doomed = new ConcurrentBag<string>();
        if (operation == DbOperation.Delete)
        {
            // More than a turn can delete would take longer to make than to delete: it ends with them where it is quick.
            doomed = [.. await FillAsync(server, Math.Max(200, options.Rows), cancellationToken)];
        }

        var latencies = new List<double>[clients];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(
            async () =>
            {
                var mine = latencies[number] = [];
                var random = new Random(number);
                while (Stopwatch.GetElapsedTime(started) < duration)
                {
                    var sent = Stopwatch.GetTimestamp();
                    switch (operation)
                    {
                        case DbOperation.Create:
                            await client.CreateAsync(_body, cancellationToken);
                            break;
                        case DbOperation.Read:
                            await client.ReadAsync(ids[random.Next(ids.Length)], cancellationToken);
                            break;
                        case DbOperation.Update:
                            await client.UpdateAsync(ids[random.Next(ids.Length)], _body, cancellationToken);
                            break;
                        case DbOperation.List:
                            await client.ListAsync(Page, cancellationToken);
                            break;
                        default:
                            if (!doomed.TryTake(out var id))
                            {
                                return;
                            }

                            await client.DeleteAsync(id, cancellationToken);
                            break;
                    }

                    mine.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                }
            },
            cancellationToken)));

        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = Percentiles.Of([.. latencies.SelectMany(l => l)]);
        return new DbTurn(all.Count / elapsed, all);
    }

    private async Task<string[]> FillAsync(DbServerProcess server, int rows, CancellationToken cancellationToken)
    {
        var ids = new string[rows];
        await Parallel.ForAsync(0, rows, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (i, cancel) =>
            ids[i] = await server.Client.CreateAsync(_body, cancel));
        return ids;
    }
}
