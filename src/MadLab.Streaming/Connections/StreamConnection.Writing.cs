using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <content>The writer: whoever asks for work first does it, others leave a flag; so writes never interleave and none is lost.</content>
internal abstract partial class StreamConnection
{
    private const int MaxControlMessages = 64;

    private readonly Lock _queueing = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<byte[]>? _control;
    private int _work;
    private int _writing;
    private int _progress;
    private int _statusVersion = -1;
    private long _lastSentSlot;
    private long _lastDataSlot = long.MinValue / 2;
    private StreamStatus _status = StreamStatus.Plain;

    [Flags]
    private enum Work
    {
        None = 0,

        /// <summary>Control messages are queued.</summary>
        Control = 1,

        /// <summary>The interval is over.</summary>
        Data = 2,

        /// <summary>A symbol may have its first value, which need not wait for the interval.</summary>
        First = 4,

        /// <summary>Nothing was sent for long.</summary>
        Heartbeat = 8,

        /// <summary>The connection is to end.</summary>
        Close = 16,
    }

    /// <summary>Completes once nothing will be written any more.</summary>
    protected Task Finished => _finished.Task;

    private bool IsFinished => _finished.Task.IsCompleted;

    /// <summary>Queues a control message; a client that makes us queue too many is closed.</summary>
    protected void SendControl(byte[] message)
    {
        lock (_queueing)
        {
            var queue = _control ??= new Queue<byte[]>();
            if (queue.Count < MaxControlMessages)
            {
                queue.Enqueue(message);
                message = [];
            }
        }

        if (message.Length > 0)
        {
            RequestClose(CloseReason.TooManyReplies);
        }
    }

    /// <summary>Has the queue written.</summary>
    protected void FlushControl() => Signal(Work.Control);

    /// <summary>Has the queue written and the first values of new symbols sent.</summary>
    protected void FlushFirst() => Signal(Work.Control | Work.First);

    /// <summary>The heartbeat message.</summary>
    protected byte[] Heartbeat() => Encode("heartbeat", json => json.WriteNumber("ts"u8, Clock.Time.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>Writes one message.</summary>
    protected abstract ValueTask SendAsync(ReadOnlyMemory<byte> message);

    /// <summary>Writes the values that are newer than what was sent. Not <paramref name="isDue"/>: only what need not wait for the interval.</summary>
    protected abstract ValueTask SendValuesAsync(long slot, bool isDue);

    /// <summary>Hands what was written to the network.</summary>
    protected abstract ValueTask FlushAsync();

    /// <summary>Writes the end.</summary>
    protected abstract ValueTask SendCloseAsync(CloseReason reason);

    /// <summary>Whether nothing was sent within the last interval, so that the next value starts a new phase.</summary>
    protected bool IsQuiet(long slot) => _lastDataSlot + _intervalSlots <= slot;

    /// <summary>Notes values as sent.</summary>
    protected int NoteSent(Subscription subscription, CellValue value, long slot)
    {
        if (Runtime.Metrics.MeasuresAge && subscription.Seq > 0)
        {
            Runtime.Metrics.Age(Clock.Time.GetElapsedTime(value.PublishedAt));
        }

        _lastDataSlot = slot;
        return subscription.Sent(value, slot + _intervalSlots);
    }

    /// <summary>Notes that the client took something.</summary>
    protected void NoteProgress() => _progress++;

    protected void CountSent(int messages)
    {
        NoteProgress();
        Volatile.Write(ref _lastSentSlot, Clock.Slot);
        Runtime.Metrics.Sent(_transport, messages);
    }

    private void Signal(Work work)
    {
        Interlocked.Or(ref _work, (int)work);
        if (Interlocked.CompareExchange(ref _writing, 1, 0) == 0)
        {
            // Completes without a task of its own while the client keeps up; it never fails.
            _ = WriteAsync();
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            do
            {
                int work;
                while ((work = Interlocked.Exchange(ref _work, 0)) != 0)
                {
                    if (!await PerformAsync((Work)work))
                    {
                        // Still marked as writing, for good: nobody writes after the end.
                        _finished.TrySetResult();
                        return;
                    }
                }

                Interlocked.Exchange(ref _writing, 0);
            }
            while (Volatile.Read(ref _work) != 0 && Interlocked.CompareExchange(ref _writing, 1, 0) == 0);
        }
        catch (Exception e)
        {
            if (Interlocked.CompareExchange(ref _close, CloseReason.ClientGone, null) is null)
            {
                Runtime.Metrics.Error(_transport);
            }

            Runtime.Logger.ConnectionBroke(_transport, e);
            Cut();
            _finished.TrySetResult();
        }
    }

    private async ValueTask<bool> PerformAsync(Work work)
    {
        while (TryTakeControl(out var message))
        {
            await SendAsync(message);
            CountSent(1);
        }

        if (Volatile.Read(ref _close) is { } reason)
        {
            await SendReconnectAsync(reason);
            await SendCloseAsync(reason);
            return false;
        }

        await SendStatusAsync();
        if ((work & (Work.Data | Work.First)) != 0)
        {
            var slot = Clock.Slot;
            var isDue = (work & Work.Data) != 0;
            if (!isDue && IsQuiet(slot))
            {
                // Nothing holds the old phase: the interval counts from here.
                isDue = true;
                Volatile.Write(ref _nextFlush, slot + _intervalSlots);
            }

            await SendErrorsAsync(awaitFirst: (work & Work.First) != 0);
            await SendValuesAsync(slot, isDue);
        }

        if ((work & Work.Heartbeat) != 0 && _lastSentSlot + _heartbeatSlots <= Clock.Slot)
        {
            await SendAsync(Heartbeat());
            CountSent(1);
        }

        await FlushAsync();
        return true;
    }

    private bool TryTakeControl(out byte[] message)
    {
        lock (_queueing)
        {
            message = [];
            return _control is not null && _control.TryDequeue(out message!);
        }
    }

    private async ValueTask SendStatusAsync()
    {
        var version = Runtime.Hub.StatusVersion;
        if (Interlocked.Exchange(ref _statusVersion, version) == version)
        {
            return;
        }

        var status = CurrentStatus();
        if (status != _status)
        {
            _status = status;
            await SendAsync(Encode("status", json => StreamMessages.WriteStatus(json, status)));
            CountSent(1);
        }
    }

    private async ValueTask SendErrorsAsync(bool awaitFirst)
    {
        foreach (var subscription in Subscriptions)
        {
            var cell = subscription.Cell;
            if (awaitFirst && cell.Current is null && cell.Error is not { IsFinal: true })
            {
                cell.AddWaiter(this);
            }

            if (cell.Error is not { } error || error.Id == subscription.ToldError)
            {
                continue;
            }

            subscription.ToldError = error.Id;
            if (error.IsFinal && !Drop(subscription))
            {
                continue;
            }

            Runtime.Metrics.FeedError();
            await SendAsync(Encode("error", json => StreamMessages.WriteError(json, error.Code, error.Message, cell.Symbol)));
            CountSent(1);
        }
    }
}
