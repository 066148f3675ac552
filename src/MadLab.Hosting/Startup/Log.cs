using Microsoft.Extensions.Logging;

namespace MadLab.Hosting.Startup;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Warning}", EventName = "SettingQuestionable")]
    public static partial void SettingQuestionable(this ILogger logger, string warning);

    [LoggerMessage(2, LogLevel.Warning, "MadLab:Providers names {Provider}, which is not registered: its settings have no effect.", EventName = "ProviderNotRegistered")]
    public static partial void ProviderNotRegistered(this ILogger logger, string provider);

    [LoggerMessage(3, LogLevel.Debug, "The host did not start.", EventName = "StartFailed")]
    public static partial void StartFailed(this ILogger logger, Exception exception);
}
