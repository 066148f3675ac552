namespace MadLab.Hosting.Database;

/// <summary>
/// A database as a Prisma URL names it. Plain classes, not records: a record's <c>ToString</c> would print the password.
/// </summary>
internal abstract class PrismaDatabase
{
    public abstract DatabaseEngine Engine { get; }

    /// <summary>Query parameters that mean nothing here: names only, their values may be secrets.</summary>
    public required IReadOnlyList<string> UnknownParameters { get; init; }
}

/// <summary>A SQLite file.</summary>
internal sealed class PrismaSqlite : PrismaDatabase
{
    public override DatabaseEngine Engine => DatabaseEngine.Sqlite;

    /// <summary>The file as the URL has it, often relative.</summary>
    public required string Path { get; init; }

    /// <summary>How long one command may take, seconds; null for the engine's default.</summary>
    public int? TimeoutSeconds { get; init; }
}

/// <summary>A PostgreSQL database.</summary>
internal sealed class PrismaPostgres : PrismaDatabase
{
    public override DatabaseEngine Engine => DatabaseEngine.PostgreSql;

    /// <summary>The host name, address or socket folder.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string Database { get; init; }

    /// <summary>The schema that holds the tables.</summary>
    public required string Schema { get; init; }

    /// <summary>In Npgsql's words; holds the password.</summary>
    public required string ConnectionString { get; init; }
}
