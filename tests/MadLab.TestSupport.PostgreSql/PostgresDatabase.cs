using Npgsql;

namespace MadLab.TestSupport.PostgreSql;

/// <summary>A database of one test's own. Disposing a leased one lets another test have it, emptied; others go with the server.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly bool _isLeased;

    internal PostgresDatabase(PostgresServer server, string name, bool isLeased)
    {
        _server = server;
        _isLeased = isLeased;
        Name = name;
    }

    public string Name { get; }

    /// <summary>In Npgsql's words.</summary>
    public string ConnectionString => _server.ConnectionTo(Name).ConnectionString;

    /// <summary>As <c>DATABASE_URL</c> has it.</summary>
    public string Url => $"postgresql://postgres:{Uri.EscapeDataString(PostgresServer.Password)}@127.0.0.1:{_server.Port}/{Name}";

    /// <summary>Opens a connection as another program would.</summary>
    public Task<NpgsqlConnection> OpenAsync() => _server.OpenAsync(Name);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<string>> ColumnAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    public ValueTask DisposeAsync()
    {
        if (_isLeased)
        {
            _server.GiveBack(this);
        }

        return ValueTask.CompletedTask;
    }

    internal Task EmptyAsync() => ExecuteAsync("""
        DO $$ BEGIN
          EXECUTE (SELECT coalesce('TRUNCATE ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' RESTART IDENTITY', 'SELECT 1')
                   FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'madlab\_%' AND tablename NOT IN ('madlab_migrations', 'madlab_schema'));
        END $$
        """);
}
