using System.Security.Cryptography;

namespace MadLab.Stores;

/// <summary>The rules that every store keeps, in memory or in a database.</summary>
internal static class StoreLimits
{
    /// <summary>The most characters of a name or title.</summary>
    public const int MaxTextLength = 200;

    /// <summary>A page of workspaces ends early, with a cursor, once it holds this many bytes of documents.</summary>
    public const long MaxPageBytes = 16L * 1024 * 1024;

    /// <summary>The most templates of a database: a list has all of them, without pages.</summary>
    public const int MaxTemplates = 1_000;

    /// <summary>The most characters of all widgets of a database's templates, as JSON: what the list of them may weigh.</summary>
    public const long MaxTemplateText = MaxPageBytes;

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

    /// <summary>Refuses a write that would leave more templates than a list may have. What is already there can still be changed.</summary>
    /// <param name="templates">How many there would be.</param>
    /// <param name="isNew">Whether the write makes one more.</param>
    /// <param name="text">The characters of their widgets.</param>
    /// <exception cref="StoreException">There is no room.</exception>
    public static void ThrowIfFull(int templates, bool isNew, long text)
    {
        if (isNew && templates > MaxTemplates)
        {
            throw new StoreException(StoreErrorKind.Full, $"The store holds at most {MaxTemplates} templates. Delete some first.");
        }

        if (text > MaxTemplateText)
        {
            throw new StoreException(StoreErrorKind.Full, $"The store holds at most {MaxTemplateText / (1024 * 1024)} MiB of templates. Delete some first.");
        }
    }

    public static StoreException Conflict(string what) =>
        new(StoreErrorKind.VersionConflict, $"Somebody has changed the {what} since it was read. Read it again and decide.");
}
