using Microsoft.Extensions.Logging;

namespace MadLab.Market.Diagnostics;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Provider {Provider} failed {Operation} of {Subject} after {Ms} ms: {Kind}.", EventName = "ProviderFailed")]
    public static partial void ProviderFailed(this ILogger logger, string provider, string operation, string subject, double ms, MarketErrorKind kind, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "Provider {Provider} has no {Operation} of {Subject}: {Kind}.", EventName = "ProviderHasNone")]
    public static partial void ProviderHasNone(this ILogger logger, string provider, string operation, string subject, MarketErrorKind kind);

    [LoggerMessage(3, LogLevel.Warning, "Serving {Kind} of {Subject} that are {AgeSeconds} s past their time.", EventName = "ServingStale")]
    public static partial void ServingStale(this ILogger logger, string kind, string subject, double ageSeconds);

    [LoggerMessage(4, LogLevel.Warning, "The configuration names provider {Provider}, which is not registered.", EventName = "ProviderNotRegistered")]
    public static partial void ProviderNotRegistered(this ILogger logger, string provider);

    [LoggerMessage(5, LogLevel.Warning, "Quotes of {Symbol} stopped: {Kind}. Trying again in {Seconds} s.", EventName = "QuotesStopped")]
    public static partial void QuotesStopped(this ILogger logger, string symbol, MarketErrorKind kind, double seconds, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "The upstream of {Symbol} failed and is not tried again.", EventName = "UpstreamBroken")]
    public static partial void UpstreamBroken(this ILogger logger, string symbol, Exception exception);

    [LoggerMessage(7, LogLevel.Information, "Live data is {State}.", EventName = "LiveData")]
    public static partial void LiveData(this ILogger logger, string state);

    [LoggerMessage(8, LogLevel.Debug, "Provider {Provider}: a quote of {Symbol} was skipped: {Problem}", EventName = "QuoteSkipped")]
    public static partial void QuoteSkipped(this ILogger logger, string provider, string symbol, string problem);

    [LoggerMessage(9, LogLevel.Error, "Polling provider {Provider} broke; those who waited for its quotes try again.", EventName = "PollingBroken")]
    public static partial void PollingBroken(this ILogger logger, string provider, Exception exception);

    [LoggerMessage(10, LogLevel.Error, "A listener to the live-data switch failed; the others were told.", EventName = "LiveDataListenerFailed")]
    public static partial void LiveDataListenerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Error, "A callback on a cancelled call failed; the cancellation went on.", EventName = "CancellationCallbackFailed")]
    public static partial void CancellationCallbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(12, LogLevel.Information, "Provider {Provider}: its quotes of {Symbol} are given up ({Reason}) and opened anew, here or at the next provider: {Problem}", EventName = "SequenceFailed")]
    public static partial void SequenceFailed(this ILogger logger, string provider, string symbol, string reason, string problem);

    [LoggerMessage(13, LogLevel.Warning, "Provider {Provider}: a sequence of quotes of {Symbol} did not end within a second of being told; nothing of it is read any more.", EventName = "SequenceLeftBehind")]
    public static partial void SequenceLeftBehind(this ILogger logger, string provider, string symbol);

    [LoggerMessage(14, LogLevel.Debug, "Provider {Provider}: a sequence of quotes of {Symbol} failed after it was told to end.", EventName = "SequenceFailedLate")]
    public static partial void SequenceFailedLate(this ILogger logger, string provider, string symbol, Exception exception);

    [LoggerMessage(30, LogLevel.Error, "The {Kind} of {Subject} could not be made from what the providers answered.", EventName = "AnswerNotMade")]
    public static partial void AnswerNotMade(this ILogger logger, string kind, string subject, Exception exception);

    [LoggerMessage(31, LogLevel.Warning, "The calls counted against providers' quotas could not be read from the store or written to it; they are counted in memory, and it is tried again.", EventName = "QuotasNotKept")]
    public static partial void QuotasNotKept(this ILogger logger, Exception exception);
}
