using System.Buffers;
using System.Globalization;

namespace MadLab.Hosting.Database;

/// <summary>Translates Prisma's PostgreSQL URL into Npgsql's words; Npgsql itself reads no URLs.</summary>
internal static class PrismaPostgresUrl
{
    private const int MaxSeconds = 86_400;
    private const int DefaultPort = 5432;

    /// <summary>Seconds between two looks for connections that are idle too long, where Npgsql is not told otherwise.</summary>
    private const int DefaultPruningInterval = 10;

    // Names, IPv4 and IPv6 with a zone, and the folder of a socket.
    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:%/");

    /// <param name="text">What follows the scheme and its colon.</param>
    /// <param name="reason">Why there is no answer.</param>
    public static PrismaPostgres? Parse(ReadOnlySpan<char> text, out string? reason)
    {
        if (!text.StartsWith("//"))
        {
            reason = "a PostgreSQL URL has two slashes after its scheme";
            return null;
        }

        if (text.Contains('#'))
        {
            reason = "a '#' must be written as %23";
            return null;
        }

        text = text[2..];
        var mark = text.IndexOf('?');
        var query = new PrismaQuery(mark < 0 ? [] : text[(mark + 1)..]);
        text = mark < 0 ? text : text[..mark];

        var slash = text.IndexOf('/');
        var authority = slash < 0 ? text : text[..slash];
        var path = slash < 0 ? [] : text[(slash + 1)..];

        var at = authority.LastIndexOf('@');
        var user = at < 0 ? [] : authority[..at];
        if (!TryReadAddress(authority[(at + 1)..], out var host, out var port, out reason))
        {
            return null;
        }

        var colon = user.IndexOf(':');
        var database = FirstSegment(path);
        var words = new NpgsqlWords();
        host = query.Take("host") ?? (host.Length == 0 ? "localhost" : host);
        words.Set("Host", host);
        words.Set("Port", port);
        words.Set("Database", database);
        words.Set("Username", PrismaQuery.Decode((colon < 0 ? user : user[..colon]).ToString()));
        words.Set("Password", colon < 0 ? "" : PrismaQuery.Decode(user[(colon + 1)..].ToString()));
        SetTransport(words, query);
        SetPool(words, query);
        words.Set("Application Name", query.Take("application_name"));
        words.Set("Options", query.Take("options"));
        var schema = query.Take("schema") ?? "public";
        reason = query.Error ?? words.Error ?? (NpgsqlWords.IsPlain(schema) ? null : NpgsqlWords.NotPlain);
        return reason is not null
            ? null
            : new PrismaPostgres
            {
                Host = host,
                Port = port,
                Database = database,
                Schema = schema,
                ConnectionString = words.ConnectionString,
                UnknownParameters = query.Rest,
            };
    }

    private static void SetTransport(NpgsqlWords words, PrismaQuery query)
    {
        var mode = query.TakeWord(
            "sslmode",
            ("disable", "Disable"), ("allow", "Allow"), ("prefer", "Prefer"), ("require", "Require"), ("verify-ca", "VerifyCA"), ("verify-full", "VerifyFull"));
        var accept = query.TakeWord("sslaccept", ("strict", "VerifyFull"), ("accept_invalid_certs", ""));

        // "strict" asks for a verified certificate, which is a mode of its own here; it does not switch TLS on again.
        words.Set("SSL Mode", mode is null or "Prefer" or "Require" or "Allow" && accept is "VerifyFull" ? accept : mode);

        // Prisma's sslcert is the server's authority; sslrootcert is what its documents call it.
        var authority = query.Take("sslcert");
        words.Set("Root Certificate", query.Take("sslrootcert") ?? authority);

        // The driver tells the kind of file by its name alone, and takes every other ending for PEM.
        words.Set("SSL Certificate", query.TakeFile("sslidentity", ".p12", "has to end in .pfx to be read as PKCS #12: rename the file"));
        words.Set("SSL Password", query.Take("sslpassword"));
        words.Set("Channel Binding", query.TakeWord("channel_binding", ("disable", "Disable"), ("prefer", "Prefer"), ("require", "Require")));
    }

    private static void SetPool(NpgsqlWords words, PrismaQuery query)
    {
        words.Set("Maximum Pool Size", query.TakeNumber("connection_limit", 1, 1024));

        // One value stands for both waits here; 0, no limit, wins over any number.
        var connect = query.TakeNumber("connect_timeout", 0, 1024) ?? 5;
        var pool = query.TakeNumber("pool_timeout", 0, 1024) ?? 10;
        words.Set("Timeout", connect == 0 || pool == 0 ? 0 : Math.Max(connect, pool));
        words.Set("Command Timeout", query.TakeNumber("socket_timeout", 0, MaxSeconds));
        SetIdleLifetime(words, query.TakeNumber("max_idle_connection_lifetime", 0, MaxSeconds));
        words.Set("Connection Lifetime", query.TakeNumber("max_connection_lifetime", 0, MaxSeconds));

        var prepared = query.TakeNumber("statement_cache_size", 0, 10_000);
        if (query.TakeWord("pgbouncer", ("true", "true"), ("false", "false")) == "true")
        {
            // A transaction-pooling proxy hands out another server connection each time.
            prepared = 0;
            words.Set("No Reset On Close", "true");
        }

        words.Set("Max Auto Prepare", prepared);
    }

    private static void SetIdleLifetime(NpgsqlWords words, int? seconds)
    {
        // Prisma's 0 means for ever, which Npgsql has no word for. It also refuses a lifetime shorter than the pause between two looks.
        words.Set("Connection Idle Lifetime", seconds == 0 ? MaxSeconds : seconds);
        words.Set("Connection Pruning Interval", seconds is > 0 and < DefaultPruningInterval ? seconds : null);
    }

    private static bool TryReadAddress(ReadOnlySpan<char> text, out string host, out int port, out string? reason)
    {
        host = "";
        port = DefaultPort;
        reason = null;
        var portText = ReadOnlySpan<char>.Empty;
        var name = text;
        if (text.StartsWith("["))
        {
            var end = text.IndexOf(']');
            if (end < 0 || (end + 1 < text.Length && text[end + 1] != ':'))
            {
                reason = "its host is not a valid address";
                return false;
            }

            name = text[1..end];
            portText = end + 1 < text.Length ? text[(end + 2)..] : [];
        }
        else if (text.IndexOf(':') is >= 0 and var colon)
        {
            name = text[..colon];
            portText = text[(colon + 1)..];
        }

        host = PrismaQuery.Decode(name.ToString());
        if (host.AsSpan().ContainsAnyExcept(HostCharacters)
            || (!host.StartsWith('/') && host.Contains('/', StringComparison.Ordinal)))
        {
            // Not shown: with an unescaped '/' or '@' in it, a password ends up here.
            reason = "its host is not a valid name; '@', ':', '/', '?' and '#' in a user name or password must be percent-encoded";
            return false;
        }

        if (!portText.IsEmpty
            && (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
        {
            reason = "its port is not a whole number from 1 to 65535; '@', ':', '/', '?' and '#' in a user name or password must be percent-encoded";
            return false;
        }

        return true;
    }

    private static string FirstSegment(ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        var first = PrismaQuery.Decode((slash < 0 ? path : path[..slash]).ToString());
        return first.Length == 0 ? "postgres" : first;
    }
}
