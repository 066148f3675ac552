using MadLab.Hosting.Configuration;
using Microsoft.Data.Sqlite;

namespace MadLab.Hosting.Database;

/// <summary>SQLite connection strings with the file's full path, so that they mean the same wherever the process stands.</summary>
internal static class SqliteConnectionStrings
{
    /// <summary>What the host uses when nothing is set: a file of its own under the content root.</summary>
    public const string Default = "Data Source=data/madlab.db";

    /// <summary>Translates a Prisma URL's file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="contentRoot">Where a relative path counts from.</param>
    /// <param name="name">What an error calls the setting.</param>
    /// <param name="warnings">Gets a warning when another file than the one written is used.</param>
    public static string From(PrismaSqlite file, string contentRoot, string name, ICollection<string> warnings)
    {
        var path = PrismaPaths.Resolve(file.Path, contentRoot, name, warnings);
        if (Directory.Exists(path))
        {
            throw new SettingException($"{name} cannot be used: it names a folder, not a file; {PrismaUrl.Accepted}.");
        }

        var builder = new SqliteConnectionStringBuilder { DataSource = path };
        if (file.TimeoutSeconds is { } seconds)
        {
            builder.DefaultTimeout = seconds;
        }

        return builder.ConnectionString;
    }

    /// <summary>A connection string from the configuration with its file's full path; one that names no plain file is left as it is.</summary>
    /// <exception cref="SettingException">It cannot be read; the message does not repeat it.</exception>
    public static string Rooted(string connectionString, string contentRoot, string name)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw new SettingException($"{name} cannot be used: it is not a SQLite connection string; accepted is one like '{Default}'.", e);
        }

        var source = builder.DataSource;
        if (string.IsNullOrWhiteSpace(source))
        {
            throw new SettingException($"{name} cannot be used: it has no Data Source; accepted is one like '{Default}'.");
        }

        if (builder.Mode == SqliteOpenMode.Memory
            || source.StartsWith(':')
            || source.StartsWith('|')
            || source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return connectionString;
        }

        builder.DataSource = Path.GetFullPath(source, contentRoot);
        return builder.ConnectionString;
    }
}
