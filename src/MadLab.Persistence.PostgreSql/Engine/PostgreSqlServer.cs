using Npgsql;

namespace MadLab.Persistence.PostgreSql.Engine;

/// <summary>The way to the server: one data source for the whole process, our own or the host's.</summary>
internal sealed class PostgreSqlServer : IAsyncDisposable, IDisposable
{
    private readonly PostgreSqlLocation? _location;

    public PostgreSqlServer(PostgreSqlLocation location)
    {
        _location = location;

        // Named, because Npgsql's own measurements carry the name; else they carry the address.
        DataSource = new NpgsqlDataSourceBuilder(location.ForStores) { Name = "MadLab" }.Build();
    }

    public PostgreSqlServer(NpgsqlDataSource dataSource) => DataSource = dataSource;

    public NpgsqlDataSource DataSource { get; }

    /// <summary>The way there with its password, for programs that connect by themselves; null where a host's data source keeps it to itself.</summary>
    public string? ConnectionString => _location?.ForStores;

    /// <summary>Whether the database can be made from here: a host's data source leads to that one database alone.</summary>
    public bool CanCreate => _location is not null;

    /// <summary>Makes the database, unless somebody else just did.</summary>
    /// <exception cref="PostgresException">The user may not.</exception>
    public async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var location = _location ?? throw new InvalidOperationException("A host's data source makes no database.");
        var connection = new NpgsqlConnection(location.ForCreation);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                // From the empty template, because the other one may have another encoding.
                command.CommandText = $"CREATE DATABASE {Quote(location.Database)} ENCODING 'UTF8' TEMPLATE template0";
                try
                {
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
                {
                    // Another process of the service started at the same moment.
                }
            }
        }
    }

    public ValueTask DisposeAsync() => _location is null ? ValueTask.CompletedTask : DataSource.DisposeAsync();

    public void Dispose()
    {
        if (_location is not null)
        {
            DataSource.Dispose();
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
