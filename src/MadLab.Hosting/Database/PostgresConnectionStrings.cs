using MadLab.Hosting.Configuration;
using Npgsql;

namespace MadLab.Hosting.Database;

/// <summary>PostgreSQL connection strings, checked before anything connects. No message repeats a part of one: it may be the password.</summary>
internal static class PostgresConnectionStrings
{
    private const string Accepted = "accepted is one like 'Host=db;Database=lab;Username=mad;Password=..'";

    /// <summary>Translates a Prisma URL's server, with the full paths of its certificates.</summary>
    /// <param name="server">The server.</param>
    /// <param name="contentRoot">Where a relative path counts from.</param>
    /// <param name="name">What an error calls the setting.</param>
    /// <param name="warnings">Gets a warning when another file than the one written is used.</param>
    /// <exception cref="SettingException">A certificate is not there.</exception>
    public static string From(PrismaPostgres server, string contentRoot, string name, ICollection<string> warnings)
    {
        var builder = Read(server.ConnectionString, name);
        builder.RootCertificate = Certificate(builder.RootCertificate);
        builder.SslCertificate = Certificate(builder.SslCertificate);
        return builder.ConnectionString;

        string? Certificate(string? file)
        {
            if (string.IsNullOrEmpty(file))
            {
                return null;
            }

            var path = PrismaPaths.Resolve(file, contentRoot, name, warnings);
            return File.Exists(path)
                ? path
                : throw new SettingException($"{name} names the certificate {SettingException.Shown(path)}, which does not exist; a relative one counts from {contentRoot}.");
        }
    }

    /// <summary>A connection string from the configuration, as it is.</summary>
    /// <exception cref="SettingException">It is missing or cannot be read.</exception>
    public static string Checked(string? connectionString, string name)
    {
        if (connectionString is null)
        {
            throw new SettingException(
                $"{name} is not set, and {SettingKeys.PersistenceProvider} is 'postgresql': {Accepted}, or DATABASE_URL=postgresql://user:password@host:5432/database.");
        }

        var builder = Read(connectionString, name);
        return string.IsNullOrWhiteSpace(builder.Host) || string.IsNullOrWhiteSpace(builder.Database)
            ? throw new SettingException($"{name} cannot be used: it needs Host and Database; {Accepted}.")
            : connectionString;
    }

    private static NpgsqlConnectionStringBuilder Read(string connectionString, string name)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            throw new SettingException($"{name} cannot be used: it is not a PostgreSQL connection string; {Accepted}.");
        }

        return IsConsistent(builder)
            ? builder
            : throw new SettingException($"{name} cannot be used: its parameters contradict each other, such as the sizes of the pool or the lifetimes of its connections.");
    }

    // The driver weighs parameters against each other only here, and would do so next in the middle of the start.
    private static bool IsConsistent(NpgsqlConnectionStringBuilder builder)
    {
        var trial = new NpgsqlConnectionStringBuilder(builder.ConnectionString);
        if (string.IsNullOrWhiteSpace(trial.Host))
        {
            return true;
        }

        if (!trial.ShouldSerialize("Maximum Pool Size"))
        {
            // As the store will do.
            trial.MaxPoolSize = Math.Max(trial.MaxPoolSize, trial.MinPoolSize);
        }

        try
        {
            new NpgsqlDataSourceBuilder(trial.ConnectionString).Build().Dispose();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }
}
