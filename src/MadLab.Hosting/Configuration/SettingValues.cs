using System.Globalization;
using MadLab.Hosting.Database;
using MadLab.Providers.Lean;

namespace MadLab.Hosting.Configuration;

/// <summary>Reads the texts of settings, the same for a variable and for a configuration key; <c>name</c> is what an error calls it.</summary>
internal static class SettingValues
{
    /// <summary>The most entries the market cache may be given.</summary>
    public const int MaxCacheEntries = 1_000_000;

    public static bool Boolean(string name, string value) => value switch
    {
        "1" => true,
        "0" => false,
        _ when value.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        _ when value.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw SettingException.Unusable(name, value, "accepted are true, false, 1 and 0"),
    };

    public static int CacheEntries(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var entries) && entries is >= 1 and <= MaxCacheEntries
            ? entries
            : throw SettingException.Unusable(name, value, "accepted is a whole number from 1 to 1000000");

    public static double ReplaySpeed(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed is >= LeanProviderOptions.MinReplaySpeed and <= LeanProviderOptions.MaxReplaySpeed
            ? speed
            : throw SettingException.Unusable(name, value, "accepted is a number from 0.001 to 1000000, 1 being the speed of the market");

    /// <summary>A folder that exists, as a full path; a relative one counts from <paramref name="baseFolder"/>.</summary>
    public static string Folder(string name, string value, string baseFolder)
    {
        if (value.Contains('\0', StringComparison.Ordinal) || !Directory.Exists(Path.GetFullPath(value, baseFolder)))
        {
            throw SettingException.Unusable(name, value, $"accepted is a folder that exists (a relative one counts from {baseFolder})");
        }

        return Path.GetFullPath(value, baseFolder);
    }

    /// <summary>The WebSocket address for browsers, as it was written.</summary>
    public static string WebSocketUrl(string name, string value)
    {
        const string Accepted = "accepted is an absolute ws:// or wss:// URL, or a path that starts with '/'";
        if (value.AsSpan().ContainsAnyInRange('\0', ' ') || value.Contains('\\', StringComparison.Ordinal))
        {
            throw SettingException.Unusable(name, value, Accepted);
        }

        // "//host" would name another host, not a path.
        if (value.StartsWith('/') && !value.StartsWith("//", StringComparison.Ordinal))
        {
            return value;
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeWs && url.Scheme != Uri.UriSchemeWss)
            || url.Host.Length == 0
            || url.Fragment.Length > 0)
        {
            throw SettingException.Unusable(name, value, Accepted);
        }

        // Every visitor of the page reads it, so a password in it is a mistake; the line must not repeat it.
        return url.UserInfo.Length == 0
            ? value
            : throw new SettingException($"{name} holds a user name or password for {url.Host}, which cannot be used: it is sent to every browser; {Accepted}.");
    }

    /// <summary>Whether documents live in a database.</summary>
    public static bool IsDatabaseMode(string name, string value) => value.ToUpperInvariant() switch
    {
        "DB" => true,
        "MEMORY" or "OFF" or "MOCK" => false,
        _ => throw SettingException.Unusable(name, value, "accepted are db, memory, off and mock"),
    };

    public static DatabaseEngine Engine(string name, string value) => value.ToUpperInvariant() switch
    {
        "SQLITE" => DatabaseEngine.Sqlite,
        "POSTGRESQL" or "POSTGRES" => DatabaseEngine.PostgreSql,
        _ => throw SettingException.Unusable(name, value, "accepted are sqlite and postgresql"),
    };

    /// <summary>The engine as settings spell it.</summary>
    public static string NameOf(DatabaseEngine engine) => engine == DatabaseEngine.Sqlite ? "sqlite" : "postgresql";
}
