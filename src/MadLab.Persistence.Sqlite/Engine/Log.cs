using Microsoft.Extensions.Logging;

namespace MadLab.Persistence.Sqlite.Engine;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A migration was cut short earlier: its abandoned lock is removed and what it did not commit is done again.", EventName = "AbandonedMigrationLock")]
    public static partial void AbandonedMigrationLock(this ILogger logger);
}
