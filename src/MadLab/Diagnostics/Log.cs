using MadLab.Metrics;
using Microsoft.Extensions.Logging;

namespace MadLab.Diagnostics;

/// <summary>What the front door logs. One class, because the generator writes several in an order of chance, and the library would differ from build to build.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "An observable instrument failed; its last value is shown.", EventName = "ObservationFailed")]
    public static partial void ObservationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Instrument {Name} is a {Kind}, but another one of that name is a {Known}; it is not measured.", EventName = "InstrumentIgnored")]
    public static partial void InstrumentIgnored(this ILogger logger, string name, MetricKind kind, MetricKind known);

    [LoggerMessage(4, LogLevel.Warning, "The store does not answer; its endpoints say 503 until it does.", EventName = "StoreDown")]
    public static partial void StoreDown(this ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "The store answers again.", EventName = "StoreUp")]
    public static partial void StoreUp(this ILogger logger);

    [LoggerMessage(6, LogLevel.Warning, "Operator settings could not be loaded or saved; trying again.", EventName = "SettingsFailed")]
    public static partial void SettingsFailed(this ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Information, "Restored {Switch} = {Value}, set by {Who} at {Since}.", EventName = "SwitchRestored")]
    public static partial void SwitchRestored(this ILogger logger, string @switch, string value, string who, DateTimeOffset since);

    [LoggerMessage(8, LogLevel.Warning, "The store holds {Switch} with a value this version does not know; it is ignored.", EventName = "SwitchUnknown")]
    public static partial void SwitchUnknown(this ILogger logger, string @switch);

    [LoggerMessage(9, LogLevel.Information, "{Who} set {Switch} from {Before} to {Now}.", EventName = "SwitchSet")]
    public static partial void SwitchSet(this ILogger logger, string who, string @switch, string before, string now);

    [LoggerMessage(10, LogLevel.Information, "{Who} removed {Removed} answers from the cache (symbol {Symbol}, type {Type}).", EventName = "CacheCleared")]
    public static partial void CacheCleared(this ILogger logger, string who, int removed, string symbol, string type);
}
