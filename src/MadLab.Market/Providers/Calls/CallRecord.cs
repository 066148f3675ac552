using MadLab.Market.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Providers.Calls;

/// <summary>Writes down how calls went: in the provider's health and quota, in the metrics, in the log.</summary>
internal sealed class CallRecord(MarketMetrics metrics, ILogger logger)
{
    public void Succeeded(CallAttempt attempt)
    {
        attempt.Handle.Health.Succeeded(attempt.Operation, attempt.Called);
        metrics.Called(attempt.Handle.Name, attempt.Operation, "ok", attempt.Called);
    }

    public void Failed(CallAttempt attempt, MarketDataException failure)
    {
        var handle = attempt.Handle;
        handle.Health.Failed(attempt.Operation, failure.Kind, attempt.Called);
        metrics.Called(handle.Name, attempt.Operation, failure.Kind.ToString(), attempt.Called);
        handle.RestAfter(failure);
        if (ProviderHealth.IsFault(failure.Kind))
        {
            logger.ProviderFailed(handle.Name, attempt.Operation, attempt.Subject, attempt.Called.TotalMilliseconds, failure.Kind, failure);
        }
        else
        {
            logger.ProviderHasNone(handle.Name, attempt.Operation, attempt.Subject, failure.Kind);
        }
    }
}
