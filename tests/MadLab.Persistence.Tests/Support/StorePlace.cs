using MadLab.TestSupport.PostgreSql;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Persistence.Tests.Support;

/// <summary>A place for one test's documents; hosts that use it one after the other find what the one before left.</summary>
internal sealed class StorePlace : IAsyncDisposable
{
    private readonly TempFolder? _folder;
    private readonly PostgresDatabase? _database;

    private StorePlace(TempFolder? folder, PostgresDatabase? database)
    {
        _folder = folder;
        _database = database;
    }

    /// <summary>The table of the migrations that were applied.</summary>
    public string History => _folder is not null ? "\"__EFMigrationsHistory\"" : "madlab_migrations";

    /// <param name="kind">What the place is.</param>
    /// <param name="changesSchema">Whether the test does to the schema what no later test may find.</param>
    public static async Task<StorePlace> CreateAsync(StoreKind kind, bool changesSchema = false)
    {
        switch (kind)
        {
            case StoreKind.Sqlite:
                return new StorePlace(new TempFolder(), database: null);
            case StoreKind.PostgreSql:
                var server = await PostgresServer.SharedAsync();
                return new StorePlace(folder: null, changesSchema ? await server.CreateAsync() : await server.LeaseAsync());
            default:
                return new StorePlace(folder: null, database: null);
        }
    }

    public void Use(IMadLabBuilder builder)
    {
        if (_folder is not null)
        {
            builder.UseSqlite($"Data Source={_folder.File()}");
        }
        else if (_database is not null)
        {
            builder.UsePostgreSql(_database.ConnectionString);
        }
    }

    /// <summary>Runs a statement on the database as another program would.</summary>
    public Task ExecuteAsync(string sql)
    {
        if (_folder is not null)
        {
            SqliteFile.Execute(_folder.File(), sql);
            return Task.CompletedTask;
        }

        return _database?.ExecuteAsync(sql) ?? throw new InvalidOperationException("Memory has no other programs.");
    }

    public async ValueTask DisposeAsync()
    {
        _folder?.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
