using System.Diagnostics;
using MadLab.Market.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Market.Providers.Calls;

/// <summary>Calls one provider within its limits, again where that may help, and keeps the records.</summary>
internal sealed class ProviderCaller(
    ILiveDataSwitch live, IOptions<MarketOptions> options, MarketMetrics metrics, TimeProvider time, ILogger<ProviderCaller> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _timeout = options.Value.ProviderTimeout;
    private readonly CallRecord _record = new(metrics, logger);

    /// <summary>The provider's answer; every attempt is added to the record.</summary>
    /// <exception cref="MarketDataException">It has none, or was not asked.</exception>
    public async Task<T> CallAsync<T>(
        ProviderHandle handle,
        string operation,
        string subject,
        Func<CancellationToken, Task<T>> call,
        List<ProviderAttempt> attempts,
        CancellationToken cancellationToken)
    {
        // One limit for all tries, so that a provider in trouble holds up the next one no longer than a slow one does.
        var left = handle.TimeLimit(operation, _timeout);
        for (var retry = 0; ; retry++)
        {
            var attempt = new CallAttempt(handle, operation, subject, left, time);
            try
            {
                return await AttemptAsync(attempt, call, attempts, cancellationToken);
            }
            catch (MarketDataException e) when (retry < handle.Retries && attempt.WasCalled && IsWorthAnotherTry(e))
            {
                var pause = FirstPause * (1 << retry) * (0.5 + Random.Shared.NextDouble());
                left -= attempt.Called + pause;
                if (left <= TimeSpan.Zero)
                {
                    throw;
                }

                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    // Not a time-out, which has used up the time already, nor where the upstream names a time of its own.
    private static bool IsWorthAnotherTry(MarketDataException failure) => failure is { Kind: MarketErrorKind.Unavailable, RetryAfter: null };

    /// <summary>One try, as one activity and one line of the record.</summary>
    private async Task<T> AttemptAsync<T>(CallAttempt attempt, Func<CancellationToken, Task<T>> call, List<ProviderAttempt> attempts, CancellationToken cancellationToken)
    {
        // Before each try: an operator may switch off between two.
        if (!live.IsOn)
        {
            throw ProviderChain.LiveDataOff();
        }

        using var activity = MarketMetrics.Activities.StartActivity("madlab.provider.call", ActivityKind.Client);
        activity?.SetTag(MadLab.Diagnostics.Instruments.Provider, attempt.Handle.Name);
        activity?.SetTag(MadLab.Diagnostics.Instruments.Operation, attempt.Operation);
        var started = time.GetTimestamp();
        MarketDataException failure;
        try
        {
            var value = await attempt.RunAsync(call, cancellationToken);
            attempts.Add(new ProviderAttempt(attempt.Handle.Name, time.GetElapsedTime(started), null));
            _record.Succeeded(attempt);
            activity?.SetTag(MadLab.Diagnostics.Instruments.Outcome, "ok");
            return value;
        }
        catch (MarketDataException e)
        {
            failure = e;
            _record.Failed(attempt, e);
        }
        catch (NotAskedException e)
        {
            failure = e.Failure;
        }

        attempts.Add(new ProviderAttempt(attempt.Handle.Name, time.GetElapsedTime(started), failure.Kind));
        activity?.SetTag(MadLab.Diagnostics.Instruments.Outcome, failure.Kind.ToString());
        activity?.SetStatus(ActivityStatusCode.Error, failure.Kind.ToString());
        throw failure;
    }
}
