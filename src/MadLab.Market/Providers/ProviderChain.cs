using System.Diagnostics;
using MadLab.Market.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace MadLab.Market.Providers;

/// <summary>Asks providers in turn until one answers, and keeps the record of every attempt.</summary>
internal sealed class ProviderChain(
    ProviderRegistry registry,
    ILiveDataSwitch live,
    IOptions<MarketOptions> options,
    MarketMetrics metrics,
    TimeProvider time,
    ILogger<ProviderChain> logger)
{
    private readonly TimeSpan _timeout = options.Value.ProviderTimeout;

    /// <summary>The first answer, with the provider that gave it and every attempt up to it.</summary>
    /// <param name="name">The one provider to ask; null for all in turn.</param>
    /// <param name="operation">What is asked, for records: <c>prices</c>, <c>kpis</c>.</param>
    /// <param name="subject">About what.</param>
    /// <param name="call">The call, or null where the provider cannot do it.</param>
    /// <param name="cancellationToken">Ends the call when the host stops; a caller that leaves does not, because others may wait for the same answer.</param>
    /// <exception cref="MarketDataException">None had an answer; it carries the attempts.</exception>
    public async Task<ChainAnswer<T>> AskAsync<T>(
        string? name,
        string operation,
        string subject,
        Func<ProviderHandle, ProviderCall<T>?> call,
        CancellationToken cancellationToken)
    {
        List<ProviderAttempt>? attempts = null;
        MarketDataException? gravest = null;
        foreach (var handle in registry.Select(name))
        {
            if (call(handle) is not { } bound)
            {
                continue;
            }

            // Checked before each call, not once: an operator may switch off between two attempts.
            if (!live.IsOn)
            {
                throw LiveDataOff();
            }

            var started = time.GetTimestamp();
            MarketDataException failure;
            try
            {
                if (bound.IsDerived)
                {
                    // Read from answers whose own calls are limited and recorded: no call of its own.
                    var derived = await bound.Run(cancellationToken);
                    (attempts ??= []).Add(new ProviderAttempt(handle.Name, time.GetElapsedTime(started), null));
                    return new ChainAnswer<T>(derived, handle, attempts);
                }

                var value = await CallAsync(handle, operation, subject, bound.Run, cancellationToken);
                var elapsed = time.GetElapsedTime(started);
                handle.Health.Succeeded(elapsed);
                metrics.Called(handle.Name, operation, "ok", elapsed);
                (attempts ??= []).Add(new ProviderAttempt(handle.Name, elapsed, null));
                return new ChainAnswer<T>(value, handle, attempts);
            }
            catch (MarketDataException e)
            {
                failure = e;
            }
            catch (BrokenCircuitException e)
            {
                // Not asked at all: its last calls failed and it is given a rest.
                failure = new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} is resting after failures.", e) { RetryAfter = e.RetryAfter };
                (attempts ??= []).Add(new ProviderAttempt(handle.Name, TimeSpan.Zero, failure.Kind));
                gravest = Graver(gravest, failure);
                continue;
            }

            var took = time.GetElapsedTime(started);
            (attempts ??= []).Add(new ProviderAttempt(handle.Name, took, failure.Kind));
            if (!bound.IsDerived)
            {
                Record(handle, operation, subject, failure, took);
            }

            gravest = Graver(gravest, failure);
            if (!failure.TriesNextProvider)
            {
                break;
            }
        }

        throw Final(gravest, operation, subject, attempts);
    }

    public static MarketDataException LiveDataOff() =>
        new(MarketErrorKind.LiveDataDisabled, "Live data is disabled") { RetryAfter = TimeSpan.FromSeconds(30) };

    /// <summary>The failure that says most: an upstream in trouble may know what one that answered "unknown" does not.</summary>
    public static MarketDataException Graver(MarketDataException? first, MarketDataException second) =>
        first is null || Rank(second.Kind) > Rank(first.Kind) ? second : first;

    private void Record(ProviderHandle handle, string operation, string subject, MarketDataException failure, TimeSpan took)
    {
        handle.Health.Failed(failure.Kind, took);
        metrics.Called(handle.Name, operation, failure.Kind.ToString(), took);
        if (ProviderHealth.IsFault(failure.Kind))
        {
            logger.ProviderFailed(handle.Name, operation, subject, took.TotalMilliseconds, failure.Kind, failure);
        }
        else
        {
            logger.ProviderHasNone(handle.Name, operation, subject, failure.Kind);
        }
    }

    private static int Rank(MarketErrorKind kind) => kind switch
    {
        MarketErrorKind.NotSupported => 0,
        MarketErrorKind.SymbolUnknown => 1,
        MarketErrorKind.NoData => 2,
        MarketErrorKind.NotEntitled => 9,
        MarketErrorKind.LiveDataDisabled => 10,
        MarketErrorKind.Unauthorized => 3,
        MarketErrorKind.Malformed => 4,
        MarketErrorKind.QuotaExceeded => 5,
        MarketErrorKind.Timeout => 6,
        _ => 7,
    };

    private async Task<T> CallAsync<T>(
        ProviderHandle handle, string operation, string subject, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var activity = MarketMetrics.Activities.StartActivity("madlab.provider.call", ActivityKind.Client);
        activity?.SetTag(MadLab.Diagnostics.Instruments.Provider, handle.Name);
        activity?.SetTag(MadLab.Diagnostics.Instruments.Operation, operation);
        try
        {
            return await handle.Circuit.ExecuteAsync(
                async (state, ct) => await LimitedAsync(state.handle, state.subject, state.call, ct),
                (handle, subject, call),
                cancellationToken);
        }
        catch (MarketDataException e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Kind.ToString());
            throw;
        }
    }

    private async ValueTask<T> LimitedAsync<T>(ProviderHandle handle, string subject, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // WaitAsync as well: a provider that ignores its token must not hold the callers.
            return await call(linked.Token).WaitAsync(linked.Token);
        }
        catch (MarketDataException)
        {
            throw;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new MarketDataException(MarketErrorKind.Timeout, $"Provider {handle.Name} did not answer for {subject} within {_timeout.TotalSeconds} s.", e);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            // An author's unexpected exception is a failing upstream to everybody else; its text stays in the log.
            throw new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} failed for {subject}.", e);
        }
    }

    private MarketDataException Final(MarketDataException? gravest, string operation, string subject, List<ProviderAttempt>? attempts)
    {
        if (gravest is null)
        {
            return registry.Chain.Count == 0
                ? new MarketDataException(MarketErrorKind.Unavailable, "No market data provider is enabled.")
                : MarketDataException.NotSupported($"{operation} of {subject}");
        }

        return new MarketDataException(gravest.Kind, gravest.Message, gravest.InnerException)
        {
            RetryAfter = gravest.RetryAfter,
            Provider = attempts is { Count: > 0 } ? attempts[^1].Provider : null,
            Attempts = attempts ?? [],
        };
    }
}

/// <summary>What a provider is asked.</summary>
/// <param name="Run">The call.</param>
/// <param name="IsDerived">Whether it only reads other answers of the provider, which are limited and recorded themselves.</param>
internal sealed record ProviderCall<T>(Func<CancellationToken, Task<T>> Run, bool IsDerived = false);

/// <summary>What a chain answered.</summary>
internal readonly record struct ChainAnswer<T>(T Value, ProviderHandle Provider, IReadOnlyList<ProviderAttempt> Attempts);
