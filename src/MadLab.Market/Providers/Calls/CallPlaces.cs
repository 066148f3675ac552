using System.Diagnostics.CodeAnalysis;

namespace MadLab.Market.Providers.Calls;

/// <summary>As many calls as a provider takes at a time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing, and calls that do not listen end after the host.")]
internal sealed class CallPlaces(int count, TimeProvider time)
{
    private readonly SemaphoreSlim _free = new(count, count);
    private int _overdue;

    /// <summary>Whether half of the places or more are held by calls that nobody waits for any more.</summary>
    public bool AreOverdue => Volatile.Read(ref _overdue) * 2 >= count;

    /// <summary>Waits for a place; null when none became free in time.</summary>
    public async ValueTask<Place?> TryEnterAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_free.Wait(0, CancellationToken.None))
        {
            return new Place(this);
        }

        using var limit = new CancellationTokenSource(wait, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _free.WaitAsync(linked.Token);
            return new Place(this);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>The place of one call.</summary>
    public sealed class Place(CallPlaces places) : IDisposable
    {
        private Task _call = Task.CompletedTask;

        /// <summary>Keeps the place until the call has really ended: one that does not listen to its time limit goes on, and must not make room for more of its kind.</summary>
        public void HoldUntilEndOf(Task call) => _call = call;

        public void Dispose()
        {
            if (_call.IsCompleted)
            {
                places._free.Release();
                return;
            }

            Interlocked.Increment(ref places._overdue);
            _call.ContinueWith(
                static (call, state) =>
                {
                    // Nobody waits for it any more; its failure was told as a time-out.
                    _ = call.Exception;
                    var places = (CallPlaces)state!;
                    Interlocked.Decrement(ref places._overdue);
                    places._free.Release();
                },
                places,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
