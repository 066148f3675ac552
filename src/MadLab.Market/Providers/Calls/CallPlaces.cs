using System.Diagnostics.CodeAnalysis;

namespace MadLab.Market.Providers.Calls;

/// <summary>As many calls as a provider takes at a time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing, and calls that do not listen end after the host.")]
internal sealed class CallPlaces(int count, TimeProvider time)
{
    private readonly SemaphoreSlim _free = new(count, count);

    /// <summary>Waits for a place; null when none became free in time.</summary>
    public async ValueTask<Place?> TryEnterAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_free.Wait(0, CancellationToken.None))
        {
            return new Place(_free);
        }

        using var limit = new CancellationTokenSource(wait, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _free.WaitAsync(linked.Token);
            return new Place(_free);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The place of one call.</summary>
    public sealed class Place(SemaphoreSlim free) : IDisposable
    {
        private Task _call = Task.CompletedTask;

        /// <summary>Keeps the place until the call has really ended: one that does not listen to its time limit goes on, and must not make room for more of its kind.</summary>
        public void HoldUntilEndOf(Task call) => _call = call;

        public void Dispose()
        {
            if (_call.IsCompleted)
            {
                free.Release();
                return;
            }

            _call.ContinueWith(
                static (call, state) =>
                {
                    // Nobody waits for it any more; its failure was told as a time-out.
                    _ = call.Exception;
                    ((SemaphoreSlim)state!).Release();
                },
                free,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
