using System.Data.Common;
using System.Runtime.CompilerServices;
using MadLab.Persistence.Model;

namespace MadLab.Persistence.Statements;

/// <summary>
/// What is asked of workspaces most, as one statement each on a connection that is ready. Through EF the way to a row costs more than the row
/// (docs/performance.md has the figures); a host's own context, whose model only EF knows, goes that way all the same.
/// </summary>
internal sealed class WorkspaceStatements(StatementSource source)
{
    private const string Columns = "seq, id, owner, title, data, version, created_at, updated_at";

    private const string Returning = $" RETURNING {Columns}";
    private const string InVersion = " AND version = @expected";

    private readonly string _find = $"SELECT {Columns} FROM {source.Workspaces} WHERE owner = @owner AND id = @id";
    private readonly string _page = $"SELECT {Columns} FROM {source.Workspaces} WHERE owner = @owner AND seq < @before ORDER BY seq DESC LIMIT @take";

    private readonly string _insert =
        $"""
        INSERT INTO {source.Workspaces} (id, owner, title, data, version, created_at, updated_at)
        VALUES (@id, @owner, @title, @data, @version, @created, @updated)
        """;

    private readonly string _update =
        $"""
        UPDATE {source.Workspaces} SET title = coalesce(@title, title), data = coalesce(@data, data), version = version + 1, updated_at = @updated
        WHERE owner = @owner AND id = @id
        """;

    private readonly string _delete = $"DELETE FROM {source.Workspaces} WHERE owner = @owner AND id = @id";

    public bool CommitsAlone => source.CommitsAlone;

    public async Task<WorkspaceEntity?> FindAsync(string owner, string id, CancellationToken cancellationToken)
    {
        var lease = await source.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var row = await OneAsync(lease.Command(_find, [("@owner", owner), ("@id", id)]), cancellationToken).ConfigureAwait(false);
            lease.Succeeded();
            return row;
        }
    }

    /// <summary>The newest of an owner's workspaces that are older than a place in the order.</summary>
    public async IAsyncEnumerable<WorkspaceEntity> PageAsync(string owner, long before, long take, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lease = await source.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var command = lease.Command(_page, [("@owner", owner), ("@before", before), ("@take", take)]);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return RowOf(reader);
                }
            }

            lease.Succeeded();
        }
    }

    public async Task InsertAsync(WorkspaceEntity row, CancellationToken cancellationToken)
    {
        var lease = await source.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var command = lease.Command(_insert,
            [
                ("@id", row.Id), ("@owner", row.Owner), ("@title", row.Title), ("@data", row.Data), ("@version", row.Version),
                ("@created", row.CreatedAt), ("@updated", row.UpdatedAt),
            ]);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            lease.Succeeded();
        }
    }

    /// <summary>Changes what is not null; null when there is no such workspace, or not in that version.</summary>
    public async Task<WorkspaceEntity?> UpdateAsync(
        string owner, string id, string? title, string? data, long? expected, long now, CancellationToken cancellationToken)
    {
        var lease = await source.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var command = expected is { } version
                ? lease.Command(
                    _update + InVersion + Returning,
                    [("@title", title), ("@data", data), ("@updated", now), ("@owner", owner), ("@id", id), ("@expected", version)])
                : lease.Command(_update + Returning, [("@title", title), ("@data", data), ("@updated", now), ("@owner", owner), ("@id", id)]);
            var row = await OneAsync(command, cancellationToken).ConfigureAwait(false);
            lease.Succeeded();
            return row;
        }
    }

    public async Task<bool> DeleteAsync(string owner, string id, long? expected, CancellationToken cancellationToken)
    {
        var lease = await source.RentAsync(cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var command = expected is { } version
                ? lease.Command(_delete + InVersion, [("@owner", owner), ("@id", id), ("@expected", version)])
                : lease.Command(_delete, [("@owner", owner), ("@id", id)]);
            var deleted = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            lease.Succeeded();
            return deleted > 0;
        }
    }

    private static async Task<WorkspaceEntity?> OneAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var row = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? RowOf(reader) : null;

            // To the end: a row of RETURNING is there before its statement is committed, and closing a reader passes over what goes wrong then.
            while (await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false))
            {
            }

            return row;
        }
    }

    private static WorkspaceEntity RowOf(DbDataReader reader) => new()
    {
        Sequence = reader.GetInt64(0),
        Id = reader.GetString(1),
        Owner = reader.GetString(2),
        Title = reader.GetString(3),
        Data = reader.GetString(4),
        Version = reader.GetInt64(5),
        CreatedAt = reader.GetInt64(6),
        UpdatedAt = reader.GetInt64(7),
    };
}
