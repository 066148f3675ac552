using Microsoft.Extensions.Logging;

namespace MadLab.Persistence.Database;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The store is unavailable: {Reason} Its endpoints answer 503; the rest of the service runs on.", EventName = "StoreUnavailable")]
    public static partial void StoreUnavailable(this ILogger logger, string reason, Exception? exception);

    [LoggerMessage(2, LogLevel.Information, "The store is available again.", EventName = "StoreAvailable")]
    public static partial void StoreAvailable(this ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "Applying {Count} migrations to the database, the first being {First}.", EventName = "Migrating")]
    public static partial void Migrating(this ILogger logger, int count, string first);

    [LoggerMessage(4, LogLevel.Information, "The database is migrated.", EventName = "Migrated")]
    public static partial void Migrated(this ILogger logger);

    [LoggerMessage(5, LogLevel.Information, "The database has {Count} migrations of a newer version, the last being {Last}; it is served as it is.", EventName = "NewerSchema")]
    public static partial void NewerSchema(this ILogger logger, int count, string last);

    [LoggerMessage(6, LogLevel.Information, "The database is backed up: {File}, {Bytes} bytes.", EventName = "BackedUp")]
    public static partial void BackedUp(this ILogger logger, string file, long bytes);

    [LoggerMessage(7, LogLevel.Error, "The scheduled backup failed and is tried again: {Reason}", EventName = "BackupFailed")]
    public static partial void BackupFailed(this ILogger logger, string reason, Exception exception);
}
