using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <content>The writer: whoever asks for work first does it, others leave a flag; so writes never interleave and none is lost.</content>
internal abstract partial class StreamConnection
{
    private const int MaxControlMessages = 64;
    private const int MaxControlBytes = 128 * 1024;

    // Together with the kernel's own bound (MaxUnsentBytes) this is what a client that stops reading can be behind.
    private const int ChunkBytes = 8 * 1024;

    // Plain objects: a lock of the newer kind is as large as what it guards, and there are three to a client.
    private readonly object _queueing = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<byte[]>? _control;
    private int _controlBytes;
    private int _work;
    private int _writing;
    private int _progress;
    private int _messages;
    private int _quotes;
    private int _coalesced;
    private int _statusVersion = -1;
    private int _faults = -1;
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

        /// <summary>The client is to show that it is there.</summary>
        Ping = 32,
    }

    /// <summary>Completes once nothing will be written any more.</summary>
    public Task Finished => _finished.Task;

    private bool IsFinished => _finished.Task.IsCompleted;

    /// <summary>Queues a control message; a client that makes us queue too many is closed.</summary>
    protected void SendControl(byte[] message)
    {
        lock (_queueing)
        {
            var queue = _control ??= new Queue<byte[]>();
            if (queue.Count < MaxControlMessages && (queue.Count == 0 || _controlBytes + message.Length <= MaxControlBytes))
            {
                _controlBytes += message.Length;
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

    /// <summary>How many bytes were written and not handed over yet.</summary>
    protected abstract int Unflushed { get; }

    /// <summary>Puts bytes behind those not handed over yet.</summary>
    protected abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Writes what makes a client answer that is there; nothing where the transport has no such thing.</summary>
    protected virtual void WritePing()
    {
    }

    /// <summary>Hands what was written to the network, in one write.</summary>
    protected abstract ValueTask HandOverAsync();

    /// <summary>Writes the values that are newer than what was sent. Not <c>IsDue</c>: only what need not wait for the interval.</summary>
    protected abstract ValueTask WriteValuesAsync(Pass pass);

    /// <summary>Writes the end and hands it over.</summary>
    protected abstract ValueTask CloseAsync(CloseReason reason);

    /// <summary>Whether nothing was sent within the last interval, so that the next value starts a new phase.</summary>
    protected bool IsQuiet(long slot) => _lastDataSlot + _intervalSlots <= slot;

    /// <summary>Notes a value as written.</summary>
    protected void NoteWritten(Subscription subscription, CellValue value, in Pass pass)
    {
        if (pass.MeasuresAge && subscription.HasSent)
        {
            Runtime.Metrics.Age(Clock.Time.GetElapsedTime(value.PublishedAt, pass.Now));
        }

        _lastDataSlot = pass.Slot;
        _quotes++;
        _coalesced += subscription.Sent(value, pass.Slot + _intervalSlots);
    }

    /// <summary>Counts messages that were written.</summary>
    protected void NoteMessages(int count) => _messages += count;

    /// <summary>Hands over what was written, once it is enough for one write.</summary>
    /// <returns>Whether there is room for more; without it the rest waits for the next pass, and is then the newest.</returns>
    protected async ValueTask<bool> TryGoOnAsync()
    {
        if (Unflushed < ChunkBytes)
        {
            return true;
        }

        await FlushAsync();
        return !IsClosing && !IsBackedUp();
    }

    protected async ValueTask FlushAsync()
    {
        if (Unflushed == 0)
        {
            return;
        }

        _written += Unflushed;
        await HandOverAsync();
        _progress++;
        if (_messages > 0)
        {
            Volatile.Write(ref _lastSentSlot, Clock.Slot);
            Runtime.Metrics.Sent(_transport, _messages);
            Runtime.Metrics.Flushed(_quotes, _coalesced);
            (_messages, _quotes, _coalesced) = (0, 0, 0);
        }
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
            try
            {
                if (Interlocked.CompareExchange(ref _close, CloseReason.ClientGone, null) is null)
                {
                    Runtime.Metrics.Error(_transport);
                }

                Runtime.Logger.ConnectionBroke(_transport, e);
                Cut();
            }
            finally
            {
                // Whatever a logger or a listener makes of it: the connection's end waits for this.
                _finished.TrySetResult();
            }
        }
    }

    private async ValueTask<bool> PerformAsync(Work work)
    {
        while (TryTakeControl(out var message))
        {
            await SendAsync(message);
        }

        if (Volatile.Read(ref _close) is { } reason)
        {
            WriteReconnect(reason);
            await CloseAsync(reason);
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
                Volatile.Write(ref _turn, slot);
                Volatile.Write(ref _nextFlush, slot + _intervalSlots);
            }

            // Looked at before the cells: an error told after it raises it again, and the next pass looks once more.
            var faults = Runtime.Hub.Faults;
            if ((work & Work.First) != 0 || faults != _faults)
            {
                _faults = faults;
                await SendErrorsAsync(awaitFirst: (work & Work.First) != 0);
            }

            // The turn this pass is for, unless it comes late, after a write that was held up.
            var turn = Volatile.Read(ref _turn);
            turn = isDue && slot - turn <= Tolerance(_intervalSlots) ? turn : slot;
            await WriteValuesAsync(new Pass(turn, isDue, Clock.Time.GetTimestamp(), Runtime.Metrics.MeasuresAge));
        }

        if ((work & Work.Ping) != 0)
        {
            WritePing();
        }

        if ((work & Work.Heartbeat) != 0 && _messages == 0 && _lastSentSlot + _heartbeatSlots <= Clock.Slot)
        {
            await SendAsync(Heartbeat());
        }

        await FlushAsync();
        return true;
    }

    private bool TryTakeControl(out byte[] message)
    {
        lock (_queueing)
        {
            message = [];
            if (_control is not null && _control.TryDequeue(out message!))
            {
                _controlBytes -= message.Length;
                return true;
            }

            // Not kept for the next one, which may be hours away.
            _control = null;
            return false;
        }
    }

    private async ValueTask SendAsync(byte[] message)
    {
        Write(message);
        NoteMessages(1);
        await TryGoOnAsync();
    }

    /// <summary>One round of writing values.</summary>
    /// <param name="Slot">The slot it counts for.</param>
    /// <param name="IsDue">Whether the interval is over; else only values of symbols that had none.</param>
    /// <param name="Now">The timestamp it runs at.</param>
    /// <param name="MeasuresAge">Whether somebody listens to the age of quotes.</param>
    protected readonly record struct Pass(long Slot, bool IsDue, long Now, bool MeasuresAge);
}
