using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MadLab.Persistence.Tests.Plans;

/// <summary>A statement as a store sent it.</summary>
internal sealed record RecordedQuery(string Sql, IReadOnlyList<(string Name, object? Value)> Parameters);

/// <summary>Keeps the statements that the stores send; those that insert have no plan and are left out.</summary>
internal sealed class RecordedQueries : DbCommandInterceptor
{
    private readonly ConcurrentQueue<RecordedQuery> _queries = [];

    /// <summary>The statements of one operation.</summary>
    public async Task<IReadOnlyList<RecordedQuery>> OfAsync(Func<Task> operation)
    {
        _queries.Clear();
        await operation();
        return [.. _queries];
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Record(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Record(command);
        return ValueTask.FromResult(result);
    }

    /// <summary>For what is sent without EF, too.</summary>
    public void Record(DbCommand command)
    {
        if (!command.CommandText.StartsWith("INSERT", StringComparison.Ordinal))
        {
            _queries.Enqueue(new RecordedQuery(
                command.CommandText, [.. command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value is DBNull ? null : p.Value))]));
        }
    }
}
