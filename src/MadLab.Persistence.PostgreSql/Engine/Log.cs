using Microsoft.Extensions.Logging;

namespace MadLab.Persistence.PostgreSql.Engine;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The database did not exist; it was created.", EventName = "DatabaseCreated")]
    public static partial void DatabaseCreated(this ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "synchronous_commit is off on the database: a write that was answered may be lost when the server's machine stops.", EventName = "CommitsNotSynchronous")]
    public static partial void CommitsNotSynchronous(this ILogger logger);
}
