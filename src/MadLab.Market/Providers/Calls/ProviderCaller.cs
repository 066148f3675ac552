using System.Diagnostics;
using MadLab.Market.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace MadLab.Market.Providers.Calls;

/// <summary>Calls one provider within all its limits: quota, circuit, calls at a time, time; and again where that may help.</summary>
internal sealed class ProviderCaller(
    ILiveDataSwitch live, IOptions<MarketOptions> options, MarketMetrics metrics, TimeProvider time, ILogger<ProviderCaller> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _timeout = options.Value.ProviderTimeout;

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
            var attempt = new Attempt(handle, operation, subject, left);
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
    private async Task<T> AttemptAsync<T>(Attempt attempt, Func<CancellationToken, Task<T>> call, List<ProviderAttempt> attempts, CancellationToken cancellationToken)
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
            if (attempt.Handle.Quota.Wait is { } wait)
            {
                // Before the circuit as well: a try that made no call must not close one that is half open.
                throw new NotAskedException(UsedUp(attempt.Handle, wait));
            }

            var value = await attempt.Handle.Circuit.ExecuteAsync(
                static async (state, ct) => await state.Caller.EnterAsync(state.attempt, state.call, ct),
                (Caller: this, attempt, call),
                cancellationToken);
            attempts.Add(new ProviderAttempt(attempt.Handle.Name, time.GetElapsedTime(started), null));
            attempt.Handle.Health.Succeeded(attempt.Called);
            metrics.Called(attempt.Handle.Name, attempt.Operation, "ok", attempt.Called);
            activity?.SetTag(MadLab.Diagnostics.Instruments.Outcome, "ok");
            return value;
        }
        catch (MarketDataException e)
        {
            failure = e;
            Record(attempt, e);
        }
        catch (NotAskedException e)
        {
            failure = e.Failure;
        }
        catch (BrokenCircuitException e)
        {
            failure = new MarketDataException(MarketErrorKind.Unavailable, $"Provider {attempt.Handle.Name} is resting after failures.", e) { RetryAfter = e.RetryAfter };
        }

        attempts.Add(new ProviderAttempt(attempt.Handle.Name, time.GetElapsedTime(started), failure.Kind));
        activity?.SetTag(MadLab.Diagnostics.Instruments.Outcome, failure.Kind.ToString());
        activity?.SetStatus(ActivityStatusCode.Error, failure.Kind.ToString());
        throw failure;
    }

    /// <summary>A place, then a call of the quota: what waits in vain costs nothing.</summary>
    private async ValueTask<T> EnterAsync<T>(Attempt attempt, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var handle = attempt.Handle;
        using var place = await handle.Places.TryEnterAsync(attempt.Limit, cancellationToken)
            ?? throw new NotAskedException(new MarketDataException(
                MarketErrorKind.Unavailable, $"Provider {handle.Name} is busy: {handle.Descriptor.Limits.MaxConcurrentCalls} calls are under way.") { RetryAfter = TimeSpan.FromSeconds(1) });
        if (handle.Quota.TryTake() is { } wait)
        {
            throw new NotAskedException(UsedUp(handle, wait));
        }

        attempt.WasCalled = true;
        var started = time.GetTimestamp();
        try
        {
            return await LimitedAsync(attempt, call, place, cancellationToken);
        }
        finally
        {
            attempt.Called = time.GetElapsedTime(started);
        }
    }

    private async Task<T> LimitedAsync<T>(Attempt attempt, Func<CancellationToken, Task<T>> call, CallPlaces.Place place, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(attempt.Limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var answer = call(linked.Token);
            place.HoldUntilEndOf(answer);

            // WaitAsync as well: a provider that ignores its token must not hold the callers.
            return await answer.WaitAsync(linked.Token);
        }
        catch (MarketDataException)
        {
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new MarketDataException(MarketErrorKind.Timeout, $"Provider {attempt.Handle.Name} did not answer for {attempt.Subject} within {attempt.Limit.TotalSeconds} s.", e);
        }
        catch (Exception e)
        {
            // An author's unexpected exception is a failing upstream to everybody else; its text stays in the log.
            throw new MarketDataException(MarketErrorKind.Unavailable, $"Provider {attempt.Handle.Name} failed for {attempt.Subject}.", e);
        }
    }

    private void Record(Attempt attempt, MarketDataException failure)
    {
        var handle = attempt.Handle;
        handle.Health.Failed(failure.Kind, attempt.Called);
        metrics.Called(handle.Name, attempt.Operation, failure.Kind.ToString(), attempt.Called);
        if (failure is { Kind: MarketErrorKind.QuotaExceeded, RetryAfter: { } wait })
        {
            handle.Quota.Rest(wait);
        }

        if (ProviderHealth.IsFault(failure.Kind))
        {
            logger.ProviderFailed(handle.Name, attempt.Operation, attempt.Subject, attempt.Called.TotalMilliseconds, failure.Kind, failure);
        }
        else
        {
            logger.ProviderHasNone(handle.Name, attempt.Operation, attempt.Subject, failure.Kind);
        }
    }

    /// <summary>What is said of a provider whose quota is used up.</summary>
    public static MarketDataException UsedUp(ProviderHandle handle, TimeSpan wait) =>
        new(MarketErrorKind.QuotaExceeded, $"The quota of provider {handle.Name} is used up.") { RetryAfter = wait };

    private sealed class Attempt(ProviderHandle handle, string operation, string subject, TimeSpan limit)
    {
        public ProviderHandle Handle => handle;

        public string Operation => operation;

        public string Subject => subject;

        /// <summary>How long the provider may take.</summary>
        public TimeSpan Limit => limit;

        public bool WasCalled { get; set; }

        /// <summary>How long the call took, without the waiting before it.</summary>
        public TimeSpan Called { get; set; }
    }
}
