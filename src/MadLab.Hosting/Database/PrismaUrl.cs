using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace MadLab.Hosting.Database;

/// <summary>Reads <c>DATABASE_URL</c> in Prisma's form. Total: any text gives a database or a reason, and a reason never repeats the text's secrets.</summary>
internal static class PrismaUrl
{
    public const string Accepted = "accepted are file:./dev.db for SQLite and postgresql://user:password@host:5432/database for PostgreSQL";

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    public static bool TryParse(string text, [NotNullWhen(true)] out PrismaDatabase? database, [NotNullWhen(false)] out string? reason)
    {
        database = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            reason = "it has no scheme";
            return false;
        }

        var rest = text.AsSpan(colon + 1);
        switch (text[..colon].ToUpperInvariant())
        {
            case "FILE" or "SQLITE":
                database = ParseSqlite(rest, out reason);
                break;
            case "POSTGRES" or "POSTGRESQL":
                database = PrismaPostgresUrl.Parse(rest, out reason);
                break;
            default:
                reason = UnknownScheme(text.AsSpan(0, colon), rest);
                break;
        }

        reason ??= database is null ? "it cannot be read" : null;
        return database is not null;
    }

    private static PrismaSqlite? ParseSqlite(ReadOnlySpan<char> text, out string? reason)
    {
        var mark = text.IndexOf('?');
        var query = new PrismaQuery(mark < 0 ? [] : text[(mark + 1)..]);
        var path = PrismaQuery.Decode((mark < 0 ? text : text[..mark]).ToString());
        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            if (!path.StartsWith("///", StringComparison.Ordinal))
            {
                reason = "two slashes after the scheme name a host, and a SQLite file has none";
                return null;
            }

            path = path[2..];
        }

        // A SQLite file needs no pool, so the limit is understood and changes nothing.
        _ = query.TakeNumber("connection_limit", 1, int.MaxValue);
        var timeout = query.TakeNumber("socket_timeout", 0, 3600);
        reason = query.Error ?? PathError(path);
        return reason is null ? new PrismaSqlite { Path = path, TimeoutSeconds = timeout, UnknownParameters = query.Rest } : null;
    }

    private static string? PathError(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return "it names no file";
        }

        if (path.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            return "the file's name has control characters";
        }

        if (path.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            return "a database in memory would be lost at once; set NEXT_PUBLIC_DB_MODE=memory instead";
        }

        return path[^1] is '/' or '\\' ? "it names a folder, not a file" : null;
    }

    // A scheme is shown only where it is surely one: before "//". Anything else may be part of a password.
    private static string UnknownScheme(ReadOnlySpan<char> scheme, ReadOnlySpan<char> rest) =>
        scheme.Length <= 20 && rest.StartsWith("//") && !scheme.ContainsAnyExcept(SchemeCharacters)
            ? $"its scheme is '{scheme}'"
            : "its scheme is not a known one";
}
