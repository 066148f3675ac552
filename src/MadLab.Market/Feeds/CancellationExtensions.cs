using MadLab.Market.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Feeds;

/// <summary>Cancelling what others' code hangs on.</summary>
internal static class CancellationExtensions
{
    /// <summary>Cancels and never throws: neither when the work has ended already nor when a provider's callback on the token does.</summary>
    public static void CancelSafely(this CancellationTokenSource source, ILogger logger)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ended between the decision to cancel it and now: there is nothing left to cancel.
        }
        catch (AggregateException e)
        {
            // All callbacks have run; what they threw concerns their author and not whoever left.
            logger.CancellationCallbackFailed(e);
        }
    }
}
