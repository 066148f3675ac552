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

    public static async Task<StorePlace> CreateAsync(StoreKind kind) => kind switch
    {
        StoreKind.Sqlite => new StorePlace(new TempFolder(), database: null),
        StoreKind.PostgreSql => new StorePlace(folder: null, await (await PostgresServer.SharedAsync()).LeaseAsync()),
        _ => new StorePlace(folder: null, database: null),
    };

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
