using System.Security.Cryptography;

namespace MadLab.Stores;

/// <summary>The rules that every store keeps, in memory or in a database.</summary>
internal static class StoreLimits
{
    /// <summary>The most characters of a name or title.</summary>
    public const int MaxTextLength = 200;

    /// <summary>A page of workspaces ends early, with a cursor, once it holds this many bytes of documents.</summary>
    public const long MaxPageBytes = 16L * 1024 * 1024;

    /// <summary>A new key: 128 random bits, so nobody guesses another's; in characters that every collation orders alike.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Refuses a write whose writer read another version.</summary>
    /// <exception cref="StoreException">The versions differ.</exception>
    public static void ThrowIfChanged(string what, long version, long? expectedVersion)
    {
        if (expectedVersion is { } expected && expected != version)
        {
            throw Conflict(what);
        }
    }

    public static StoreException Conflict(string what) =>
        new(StoreErrorKind.VersionConflict, $"Somebody has changed the {what} since it was read. Read it again and decide.");
}
