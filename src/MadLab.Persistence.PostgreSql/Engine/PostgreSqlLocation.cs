using Npgsql;

namespace MadLab.Persistence.PostgreSql.Engine;

/// <summary>Where the database is, read from a connection string once, with defaults for what it leaves open. Holds the password; never shown.</summary>
internal sealed class PostgreSqlLocation
{
    /// <summary>The defaults of the server allow 100 connections, for all processes together.</summary>
    private const int DefaultPoolSize = 20;

    private const int DefaultPreparedStatements = 50;

    /// <summary>Seconds until a call gives up a server that has fallen silent; the driver's own 15 and 30 would hold a client too long.</summary>
    private const int DefaultTimeout = 10;

    private const string Accepted = "accepted is one like 'Host=db;Database=lab;Username=mad;Password=..'";

    private readonly NpgsqlConnectionStringBuilder _connection;

    public PostgreSqlLocation(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        _connection = Read(connectionString);
        if (string.IsNullOrWhiteSpace(_connection.Host))
        {
            throw new ArgumentException($"The connection string names no Host: {Accepted}.", nameof(connectionString));
        }

        // Npgsql would take the user's name, which nobody means.
        if (string.IsNullOrWhiteSpace(_connection.Database))
        {
            throw new ArgumentException($"The connection string names no Database: {Accepted}.", nameof(connectionString));
        }

        SetUnlessSaid("Application Name", c => c.ApplicationName = "MadLab");
        SetUnlessSaid("Maximum Pool Size", c => c.MaxPoolSize = Math.Max(DefaultPoolSize, c.MinPoolSize));
        SetUnlessSaid("Timeout", c => c.Timeout = DefaultTimeout);
        SetUnlessSaid("Command Timeout", c => c.CommandTimeout = DefaultTimeout);
        if (!_connection.NoResetOnClose)
        {
            SetUnlessSaid("Max Auto Prepare", c => c.MaxAutoPrepare = DefaultPreparedStatements);
            SetUnlessSaid("Auto Prepare Min Usages", c => c.AutoPrepareMinUsages = 2);
        }

        Try(_connection.ConnectionString);
    }

    public string Database => _connection.Database!;

    /// <summary>The connection string of the stores.</summary>
    public string ForStores => _connection.ConnectionString;

    /// <summary>The connection string from which the database can be made: the server's own database, without a pool that would outlive the moment.</summary>
    public string ForCreation => new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            // Without the cause: the driver repeats what it could not read, and a part of a password may be that.
            throw new ArgumentException($"The connection string is not one of PostgreSQL's: {Accepted}.", nameof(connectionString));
        }
    }

    // The driver weighs parameters against each other only when it makes a data source, which is too late to name the setting.
    private static void Try(string connectionString)
    {
        try
        {
            new NpgsqlDataSourceBuilder(connectionString).Build().Dispose();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new ArgumentException(
                "The parameters of the connection string contradict each other, such as the sizes of the pool or the lifetimes of its connections.", nameof(connectionString));
        }
    }

    private void SetUnlessSaid(string keyword, Action<NpgsqlConnectionStringBuilder> set)
    {
        if (!_connection.ShouldSerialize(keyword))
        {
            set(_connection);
        }
    }
}
