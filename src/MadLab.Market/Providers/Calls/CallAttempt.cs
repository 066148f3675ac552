using Polly.CircuitBreaker;

namespace MadLab.Market.Providers.Calls;

/// <summary>One try of a call within all limits of its provider: quota, circuit, calls at a time, time.</summary>
/// <param name="handle">The provider.</param>
/// <param name="operation">What is asked, for the circuit and the records.</param>
/// <param name="subject">About what.</param>
/// <param name="limit">How long the provider may take; a place is waited for as long.</param>
/// <param name="time">The clock.</param>
internal sealed class CallAttempt(ProviderHandle handle, string operation, string subject, TimeSpan limit, TimeProvider time)
{
    public ProviderHandle Handle => handle;

    public string Operation => operation;

    public string Subject => subject;

    public bool WasCalled { get; private set; }

    /// <summary>How long the call took, without the waiting before it.</summary>
    public TimeSpan Called { get; private set; }

    /// <summary>What is said of a provider whose quota is used up.</summary>
    public static MarketDataException UsedUp(ProviderHandle handle, TimeSpan wait) =>
        new(MarketErrorKind.QuotaExceeded, $"The quota of provider {handle.Name} is used up.") { RetryAfter = wait };

    /// <summary>The provider's answer.</summary>
    /// <exception cref="MarketDataException">It has none: for its records.</exception>
    /// <exception cref="NotAskedException">It was not called: nothing for its records.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        if (handle.Quota.Wait is { } wait)
        {
            // Before the circuit: what is known to be used up takes no probe from one that is half open.
            throw new NotAskedException(UsedUp(handle, wait));
        }

        try
        {
            return await handle.CircuitOf(operation).Pipeline.ExecuteAsync(
                static async (state, ct) => await state.Attempt.EnterAsync(state.call, ct), (Attempt: this, call), cancellationToken);
        }
        catch (BrokenCircuitException e)
        {
            throw new NotAskedException(
                new MarketDataException(MarketErrorKind.Unavailable, $"Provider {handle.Name} is resting after failures.", e) { RetryAfter = e.RetryAfter });
        }
    }

    /// <summary>A place, then a call of the quota: what waits in vain costs nothing.</summary>
    private async Task<T> EnterAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var place = await handle.Places.TryEnterAsync(limit, cancellationToken) ?? throw NoPlace();
        if (handle.Quota.TryTake() is { } wait)
        {
            throw new NotAskedException(UsedUp(handle, wait));
        }

        WasCalled = true;
        var started = time.GetTimestamp();
        try
        {
            return await LimitedAsync(call, place, cancellationToken);
        }
        finally
        {
            Called = time.GetElapsedTime(started);
        }
    }

    private Exception NoPlace()
    {
        if (!handle.Places.AreOverdue)
        {
            return new NotAskedException(new MarketDataException(
                MarketErrorKind.Unavailable, $"Provider {handle.Name} is busy: {handle.Descriptor.Limits.MaxConcurrentCalls} calls are under way.") { RetryAfter = TimeSpan.FromSeconds(1) });
        }

        // Calls that never end say as much against the provider as one more of them would.
        Called = limit;
        return new MarketDataException(MarketErrorKind.Timeout, $"Provider {handle.Name} has not ended earlier calls that are past their time limit.");
    }

    private async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> call, CallPlaces.Place place, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            // On a thread of its own, and WaitAsync as well: a provider that blocks its thread or ignores its token must not hold the callers.
            var token = linked.Token;
            var answer = Task.Run(() => call(token), CancellationToken.None);
            place.HoldUntilEndOf(answer);
            return await answer.WaitAsync(token);
        }
        catch (MarketDataException)
        {
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            throw new MarketDataException(MarketErrorKind.Timeout, $"Provider {handle.Name} did not answer for {subject} within {limit.TotalSeconds} s.", e);
        }
        catch (Exception e)
        {
            // Its text stays in the log: it may tell of keys and paths.
            throw new MarketDataException(CallFailures.KindOf(e), $"Provider {handle.Name} failed for {subject}.", e);
        }
    }
}
