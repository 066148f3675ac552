using System.Globalization;

namespace MadLab.TestSupport.PostgreSql;

/// <summary>Where PostgreSQL's programs are, and as whom they run: the server refuses to run as root.</summary>
public static class PostgresTools
{
    private const string Installed = "/usr/lib/postgresql";

    /// <summary>The folder of the programs: the one that MADLAB_POSTGRES_BIN names, else Debian's newest; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Why no server can be started here; null where one can.</summary>
    public static string? Problem { get; } =
        Folder is null ? "PostgreSQL is not installed (Debian's package postgresql, or a folder named by MADLAB_POSTGRES_BIN)."
        : IsRoot && !File.Exists("/usr/bin/setpriv") ? "PostgreSQL does not run as root, and setpriv is not installed."
        : null;

    /// <summary>What to put before a program's name so that it does not run as root.</summary>
    internal static IReadOnlyList<string> AsNobody { get; } =
        IsRoot ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];

    internal static bool IsRoot => Environment.IsPrivilegedProcess;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MADLAB_POSTGRES_BIN") is { Length: > 0 } named)
        {
            return HasServer(named) ? named : null;
        }

        return !Directory.Exists(Installed)
            ? null
            : Directory.EnumerateDirectories(Installed)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault(HasServer);
    }

    private static bool HasServer(string folder) => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));
}
