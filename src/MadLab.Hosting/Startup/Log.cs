using Microsoft.Extensions.Logging;

namespace MadLab.Hosting.Startup;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Warning}", EventName = "SettingQuestionable")]
    public static partial void SettingQuestionable(this ILogger logger, string warning);

    [LoggerMessage(2, LogLevel.Debug, "The host did not start.", EventName = "StartFailed")]
    public static partial void StartFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The keys that let callers in cannot be read; those last read hold.", EventName = "KeysUnread")]
    public static partial void KeysUnread(this ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "Requests say by forwarded headers where they come from, and the proxy that sends them is not listed: they are not believed. List it in MadLab:Proxy:KnownProxies.", EventName = "ProxyUnlisted")]
    public static partial void ProxyUnlisted(this ILogger logger);

    [LoggerMessage(8, LogLevel.Debug, "The proxy that is not listed is {Address}.", EventName = "ProxyUnlistedAddress")]
    public static partial void ProxyUnlistedAddress(this ILogger logger, System.Net.IPAddress address);

    [LoggerMessage(9, LogLevel.Information, "Application started. Press Ctrl+C to shut down.", EventName = "Started")]
    public static partial void Started(this ILogger logger);

    [LoggerMessage(10, LogLevel.Information, "Told to stop: not ready for new callers from now on, and stopping in {Seconds} s.", EventName = "Draining")]
    public static partial void Draining(this ILogger logger, double seconds);

    [LoggerMessage(4, LogLevel.Information, "A session was begun with the key {Name}.", EventName = "SessionBegun")]
    public static partial void SessionBegun(this ILogger logger, string name);

    [LoggerMessage(5, LogLevel.Information, "The key {Name} was made, for {Scopes}.", EventName = "KeyAdded")]
    public static partial void KeyAdded(this ILogger logger, string name, string scopes);

    [LoggerMessage(6, LogLevel.Information, "The key {Name} was revoked.", EventName = "KeyRevoked")]
    public static partial void KeyRevoked(this ILogger logger, string name);
}
