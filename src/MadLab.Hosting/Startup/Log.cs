using Microsoft.Extensions.Logging;

namespace MadLab.Hosting.Startup;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Warning}", EventName = "SettingQuestionable")]
    public static partial void SettingQuestionable(this ILogger logger, string warning);

    [LoggerMessage(2, LogLevel.Debug, "The host did not start.", EventName = "StartFailed")]
    public static partial void StartFailed(this ILogger logger, Exception exception);
}
