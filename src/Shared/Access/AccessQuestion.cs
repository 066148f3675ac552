using Microsoft.Extensions.Logging;

namespace MadLab.Access;

/// <summary>Asks the host's <see cref="IMarketAccess"/> so that nothing it does opens a door: what fails or takes too long refuses.</summary>
internal static class AccessQuestion
{
    /// <summary>How long the host may take; past it the answer is no.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    // Not generated: of several classes in one assembly the generator writes each build in another order, and no build could be repeated.
    private static readonly Action<ILogger, string, string, Exception?> LogUnknown = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(2, "AccessUnknown"), "Who may see {Symbol} of provider {Provider} could not be told; the caller is refused.");

    public static async ValueTask<MarketAccess> AskAsync(
        IMarketAccess access, MarketAccessRequest request, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            var answer = access.DecideAsync(request, cancellationToken);
            return answer.IsCompleted ? await answer : await answer.AsTask().WaitAsync(AnswerTimeout, time, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnknown(logger, request.Symbol.Value, request.Provider, e);
            return MarketAccess.Refused;
        }
    }

    /// <summary>What a caller who may not see an instrument is told.</summary>
    public static MarketDataException NotEntitled(string subject) =>
        new(MarketErrorKind.NotEntitled, $"You are not entitled to {subject}.");
}
