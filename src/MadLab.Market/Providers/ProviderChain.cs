using MadLab.Market.Providers.Calls;

namespace MadLab.Market.Providers;

/// <summary>Asks providers in turn until one answers, and keeps the record of every attempt.</summary>
internal sealed class ProviderChain(ProviderRegistry registry, ProviderCaller caller, ILiveDataSwitch live, TimeProvider time)
{
    /// <summary>The subject of what is about no one instrument.</summary>
    public const string Everything = "symbols";

    /// <summary>The first answer, with the provider that gave it and every attempt up to it.</summary>
    /// <param name="name">The one provider to ask; null for all in turn.</param>
    /// <param name="operation">What is asked, for records: <c>prices</c>, <c>kpis</c>.</param>
    /// <param name="subject">About which instrument, or <see cref="Everything"/>.</param>
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
        var attempts = new List<ProviderAttempt>();
        MarketDataException? gravest = null;
        foreach (var handle in registry.Select(name))
        {
            if (call(handle) is not { } bound)
            {
                continue;
            }

            if (!live.IsOn)
            {
                throw LiveDataOff();
            }

            if (Refusals.Of(handle, subject == Everything ? null : Symbol.Parse(subject)) is { } refusal)
            {
                gravest = Graver(gravest, refusal);
                continue;
            }

            try
            {
                var value = bound.IsDerived
                    ? await DeriveAsync(handle, operation, subject, bound, attempts, cancellationToken)
                    : await caller.CallAsync(handle, operation, subject, bound.Run, attempts, cancellationToken);
                return new ChainAnswer<T>(value, handle, attempts);
            }
            catch (MarketDataException e)
            {
                gravest = Graver(gravest, e);
                if (!e.TriesNextProvider)
                {
                    break;
                }
            }
        }

        throw Final(gravest, operation, subject, attempts);
    }

    public static MarketDataException LiveDataOff() =>
        new(MarketErrorKind.LiveDataDisabled, "Live data is disabled") { RetryAfter = TimeSpan.FromSeconds(30) };

    /// <summary>The failure that says most: an upstream in trouble may know what one that answered "unknown" does not.</summary>
    public static MarketDataException Graver(MarketDataException? first, MarketDataException second) =>
        first is null || Rank(second.Kind) > Rank(first.Kind) ? second : first;

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

    /// <summary>Computes from answers whose own calls are limited and recorded: no call of its own.</summary>
    private async Task<T> DeriveAsync<T>(
        ProviderHandle handle, string operation, string subject, ProviderCall<T> bound, List<ProviderAttempt> attempts, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        MarketDataException failure;
        try
        {
            var value = await bound.Run(cancellationToken);
            attempts.Add(new ProviderAttempt(handle.Name, time.GetElapsedTime(started), null));
            return value;
        }
        catch (MarketDataException e)
        {
            failure = e;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // What passed every check and is still too much for a computation: not fit for use, and another provider's may be.
            failure = new MarketDataException(MarketErrorKind.Malformed, $"The {operation} of {subject} could not be computed from what provider {handle.Name} answered.", e);
        }

        attempts.Add(new ProviderAttempt(handle.Name, time.GetElapsedTime(started), failure.Kind));
        throw failure;
    }

    private MarketDataException Final(MarketDataException? gravest, string operation, string subject, List<ProviderAttempt> attempts)
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
            Provider = attempts.Count > 0 ? attempts[^1].Provider : null,
            Attempts = attempts,
        };
    }
}

/// <summary>What a chain answered.</summary>
internal readonly record struct ChainAnswer<T>(T Value, ProviderHandle Provider, IReadOnlyList<ProviderAttempt> Attempts);
