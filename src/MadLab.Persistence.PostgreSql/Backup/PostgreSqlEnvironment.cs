using System.Globalization;
using MadLab.Persistence.Backup;
using Npgsql;

namespace MadLab.Persistence.PostgreSql.Backup;

/// <summary>Says a connection string in the variables of PostgreSQL's own client programs, so that they connect as the service does.</summary>
internal static class PostgreSqlEnvironment
{
    /// <summary>Where systems keep the authorities they trust, in one file.</summary>
    private static readonly string[] Bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    ];

    /// <exception cref="BackupException">They cannot do what it asks for.</exception>
    public static void Set(IDictionary<string, string?> environment, NpgsqlConnectionStringBuilder connection)
    {
        CheckCertificate(connection);

        // What the host's own environment says of a PostgreSQL is about another one.
        foreach (var name in environment.Keys.Where(static key => key.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            environment.Remove(name);
        }

        environment["LC_ALL"] = "C";
        environment["PGHOST"] = connection.Host;
        environment["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture);
        environment["PGDATABASE"] = connection.Database;
        environment["PGCONNECT_TIMEOUT"] = connection.Timeout.ToString(CultureInfo.InvariantCulture);
        environment["PGSSLMODE"] = connection.SslMode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => "prefer",
        };
        environment["PGCHANNELBINDING"] = connection.ChannelBinding switch
        {
            ChannelBinding.Disable => "disable",
            ChannelBinding.Require => "require",
            _ => "prefer",
        };
        SetUnlessEmpty("PGUSER", connection.Username);
        SetUnlessEmpty("PGPASSWORD", connection.Password);
        SetUnlessEmpty("PGPASSFILE", connection.Passfile);

        // None of our own beside them: a proxy such as PgBouncer refuses options it does not know.
        SetUnlessEmpty("PGOPTIONS", connection.Options);
        SetUnlessEmpty("PGSSLROOTCERT", connection.RootCertificate ?? Authorities(connection.SslMode));
        SetUnlessEmpty("PGSSLCERT", connection.SslCertificate);
        SetUnlessEmpty("PGSSLKEY", connection.SslKey);

        void SetUnlessEmpty(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                environment[name] = value;
            }
        }
    }

    /// <summary>The authorities of the system, which Npgsql takes where none are named; libpq would take only a file in the user's home.</summary>
    private static string? Authorities(SslMode mode)
    {
        if (mode is not (SslMode.VerifyCA or SslMode.VerifyFull))
        {
            return null;
        }

        var own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".postgresql", "root.crt");
        if (File.Exists(own))
        {
            return own;
        }

        // The variable is OpenSSL's own, and .NET's. The word for a system without such a file is known from libpq 16 on.
        string?[] files = [Environment.GetEnvironmentVariable("SSL_CERT_FILE"), .. Bundles];
        return Array.Find(files, File.Exists) ?? "system";
    }

    private static void CheckCertificate(NpgsqlConnectionStringBuilder connection)
    {
        if (string.IsNullOrEmpty(connection.SslCertificate))
        {
            return;
        }

        if (Path.GetExtension(connection.SslCertificate).ToUpperInvariant() is ".PFX" or ".P12")
        {
            throw new BackupException("PostgreSQL's client programs read no PKCS #12 file as the client's certificate: export the documents instead, or name PEM files.");
        }

        // libpq takes it as an argument alone, which every user of the machine can see.
        if (!string.IsNullOrEmpty(connection.SslPassword))
        {
            throw new BackupException(
                "PostgreSQL's client programs cannot be given the password of the client's key without showing it: export the documents instead, or name PEM files without one.");
        }
    }
}
