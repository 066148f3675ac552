using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MadLab.TestSupport.PostgreSql;

/// <summary>A real PostgreSQL server of the tests' own, on a loopback port and in a folder of its own, gone with the process that started it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The administrator's password, with what URLs and connection strings have to escape.</summary>
    public const string Password = "p@ss;w/rd'hunter2";

    private static readonly Lazy<Task<PostgresServer>> One = new(() => StartAsync());

    private readonly PostgresSupervisor _supervisor;
    private readonly ConcurrentBag<PostgresDatabase> _idle = [];
    private int _count;

    private PostgresServer(PostgresSupervisor supervisor, int port)
    {
        _supervisor = supervisor;
        Port = port;
    }

    public int Port { get; }

    /// <summary>What the server has logged.</summary>
    public string Log => _supervisor.Log;

    /// <summary>The server that all tests of this process share; it must not be stopped.</summary>
    public static Task<PostgresServer> SharedAsync() => One.Value;

    /// <summary>Starts a server for one test, which may stop it and start it again.</summary>
    /// <param name="certificate">With which it offers TLS; null where it does not.</param>
    public static async Task<PostgresServer> StartAsync(PostgresCertificate? certificate = null)
    {
        var bin = PostgresTools.Folder ?? throw new InvalidOperationException(PostgresTools.Problem);
        for (var attempt = 1; ; attempt++)
        {
            var folder = Directory.CreateTempSubdirectory("madlab-pg-").FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, "password"), Password + "\n");
            var tls = certificate is null ? [] : await certificate.WriteAsync(folder);

            // The server refuses a key that others may read.
            await RunAsync(["chmod", "-R", "go=", folder]);
            if (PostgresTools.IsRoot)
            {
                await RunAsync(["chown", "-R", "65534:65534", folder]);
            }

            await RunAsync(
            [
                .. PostgresTools.AsNobody, Path.Combine(bin, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "postgres", "-A", "scram-sha-256",
                "--pwfile", Path.Combine(folder, "password"), "-E", "UTF8", "--locale", "C", "--no-sync",
            ]);
            var port = FreePort();

            // Nothing here outlasts the machine, so nothing is synchronised to its disk.
            string[] settings =
            [
                "listen_addresses=127.0.0.1", $"port={port.ToString(CultureInfo.InvariantCulture)}", "unix_socket_directories=", "max_connections=200",
                "shared_buffers=32MB", "fsync=off", "full_page_writes=off", "log_checkpoints=off",
                .. tls,
            ];
            var supervisor = new PostgresSupervisor(
                folder, [Path.Combine(bin, "postgres"), "-D", Path.Combine(folder, "data"), .. settings.SelectMany(s => new[] { "-c", s })]);
            if (await supervisor.StartAsync())
            {
                return new PostgresServer(supervisor, port);
            }

            // Somebody took the port in between.
            await supervisor.DisposeAsync();
            if (attempt == 3)
            {
                throw new InvalidOperationException($"PostgreSQL did not start.\n{supervisor.Log}");
            }
        }
    }

    /// <summary>A database that does not exist yet, under a name nobody else has.</summary>
    public PostgresDatabase Reserve() => Reserve(isLeased: false);

    /// <summary>A new, empty database.</summary>
    public Task<PostgresDatabase> CreateAsync() => CreateAsync(isLeased: false);

    /// <summary>A database without documents for one test, which gives it back by disposing it. Its schema may be there from an earlier one.</summary>
    public async Task<PostgresDatabase> LeaseAsync()
    {
        if (_idle.TryTake(out var database))
        {
            await database.EmptyAsync();
            return database;
        }

        return await CreateAsync(isLeased: true);
    }

    /// <summary>Runs a statement as the administrator.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync("postgres");
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts it again on the same port.</summary>
    public async Task StartAgainAsync()
    {
        if (!await _supervisor.StartAsync())
        {
            throw new InvalidOperationException($"PostgreSQL did not start again.\n{Log}");
        }
    }

    /// <summary>Stops it in an orderly way, open connections ended.</summary>
    public Task StopAsync() => _supervisor.StopAsync("INT");

    /// <summary>Ends it as a crash would; what was committed is recovered by the next start.</summary>
    public Task CrashAsync() => _supervisor.StopAsync("QUIT");

    /// <summary>Ends all of its processes at once, none of which can say a word to anybody any more.</summary>
    public Task KillAsync() => _supervisor.StopAsync("KILL");

    public ValueTask DisposeAsync() => _supervisor.DisposeAsync();

    internal void GiveBack(PostgresDatabase database) => _idle.Add(database);

    internal NpgsqlConnectionStringBuilder ConnectionTo(string database) => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Password = Password,
        Database = database,
    };

    internal async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var builder = ConnectionTo(database);
        builder.Pooling = false;
        var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private PostgresDatabase Reserve(bool isLeased) => new(this, string.Create(CultureInfo.InvariantCulture, $"lab-{Interlocked.Increment(ref _count)}"), isLeased);

    private async Task<PostgresDatabase> CreateAsync(bool isLeased)
    {
        var database = Reserve(isLeased);
        await ExecuteAsync($"CREATE DATABASE \"{database.Name}\"");
        return database;
    }

    private static async Task RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} failed: {error}{await output}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
