using System.Net.Sockets;
using System.Text.Json;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Flushing;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <summary>One open stream: a set of symbols, when each was last sent, and one writer at a time. Nothing is queued but a few control messages.</summary>
/// <remarks>The flush loop's side (when to write, when to give up) is here; <c>.Writing</c> holds the writer, <c>.Symbols</c> the set.</remarks>
internal abstract partial class StreamConnection : ICellWaiter
{
    // A client that does not answer a close, or cannot be told, is cut off after this.
    private static readonly int CloseGraceSlots = FlushClock.Slots(TimeSpan.FromMilliseconds(750));
    private static readonly int CheckSlots = FlushClock.Slots(TimeSpan.FromSeconds(1));
    private static readonly int StuckRevisitSlots = FlushClock.Slots(TimeSpan.FromMilliseconds(100));

    // Each question is a call of the system; two turns of a usual client lie between two.
    private const int UncheckedBytes = 8 * 1024;

    private readonly object _ending = new();
    private readonly Transport _transport;
    private readonly FlushShard _shard;
    private readonly Socket? _socket;
    private readonly DateTimeOffset? _expires;
    private readonly int _heartbeatSlots;
    private readonly int _slowSlots;
    private readonly int _phase;
    private CloseReason? _close;
    private long _abortSlot = long.MaxValue;
    private long _nextFlush;
    private long _stuckSeen = -1;
    private int _stuckSlots;
    private long _turn;
    private int _intervalSlots;
    private int _seenProgress = -1;
    private int _isReady;
    private bool _ended;
    private bool _isBackedUp;
    private long _checkedSlot;
    private int _written;

    protected StreamConnection(StreamRuntime runtime, Transport transport, TimeSpan interval, Socket? socket, DateTimeOffset? expires)
    {
        Runtime = runtime;
        _transport = transport;
        (_shard, _phase) = runtime.Loops.Next();
        _socket = socket;
        _expires = expires;
        _heartbeatSlots = FlushClock.Slots(runtime.Options.HeartbeatInterval);
        _slowSlots = FlushClock.Slots(runtime.Options.SlowClientTimeout);
        Interval = interval;
        _intervalSlots = FlushClock.Slots(interval);
        var slot = Clock.Slot;
        _lastSentSlot = slot;
        _nextFlush = slot + _intervalSlots;
    }

    /// <summary>The slot of the connection's one valid place in the wheel; the shard's.</summary>
    public long VisitSlot { get; set; }

    protected StreamRuntime Runtime { get; }

    /// <summary>The least time between two updates of one symbol.</summary>
    protected TimeSpan Interval { get; private set; }

    protected bool IsClosing => Volatile.Read(ref _close) is not null;

    private FlushClock Clock => Runtime.Loops.Clock;

    /// <summary>What is due now; returns the slot to be visited at next, or -1 when it is over. Called by one loop only.</summary>
    public long Visit(long slot)
    {
        Volatile.Write(ref _isReady, 0);
        if (IsFinished && Volatile.Read(ref _ended))
        {
            return -1;
        }

        if (IsClosing)
        {
            var abort = Volatile.Read(ref _abortSlot);
            if (slot < abort)
            {
                return abort;
            }

            Cut();
            return slot + CloseGraceSlots;
        }

        if (_expires <= Clock.Time.GetUtcNow())
        {
            RequestClose(CloseReason.TokenExpired);
            return slot + 1;
        }

        if (IsStuck())
        {
            return VisitStuck(slot);
        }

        (_stuckSeen, _stuckSlots) = (-1, 0);
        switch (Look(slot))
        {
            case Presence.Gone:
                Runtime.Metrics.Error(_transport);
                Cut();
                RequestClose(CloseReason.ClientGone);
                return slot + CloseGraceSlots;
            case Presence.Silent:
                return Flush(slot, Work.Ping);
            default:
                return Flush(slot, Work.None);
        }
    }

    /// <summary>Ends the connection: what is queued is written, then the close; the first reason given counts.</summary>
    public void RequestClose(CloseReason reason)
    {
        if (Interlocked.CompareExchange(ref _close, reason, null) is null)
        {
            Volatile.Write(ref _abortSlot, Clock.Slot + CloseGraceSlots);
            Signal(Work.Close);
            _shard.Ready(this);
        }
    }

    public void OnCellChanged()
    {
        Interlocked.Or(ref _work, (int)Work.First);
        if (Interlocked.Exchange(ref _isReady, 1) == 0)
        {
            _shard.Ready(this);
        }
    }

    /// <summary>Slows the connection down to a longer interval; a shorter one changes nothing.</summary>
    protected void SlowDown(TimeSpan interval)
    {
        if (interval > Interval)
        {
            Interval = interval;
            Volatile.Write(ref _intervalSlots, FlushClock.Slots(interval));
        }
    }

    /// <summary>Begins to be visited; the first messages are queued before.</summary>
    protected void Enlist()
    {
        Signal(Work.Control | Work.First);
        _shard.Add(this);
        if (Runtime.Stopping.IsCancellationRequested)
        {
            // Came between the host's snapshot of its connections and this.
            RequestClose(CloseReason.HostStopping);
        }
    }

    /// <summary>Waits for the writer's last write and lets go of everything. After it nothing touches the request any more.</summary>
    public async Task EndAsync()
    {
        RequestClose(CloseReason.ClientGone);
        await Finished;
        _shard.Remove(this);
        lock (_ending)
        {
            Volatile.Write(ref _ended, true);
        }

        ReleaseSymbols();
    }

    /// <summary>Whether a client that takes what it is sent is there to read it; asked at every visit.</summary>
    protected virtual Presence Look(long slot) => Presence.There;

    /// <summary>Cuts the transport off without a word.</summary>
    protected abstract void Abort();

    /// <summary>A message in the transport's form.</summary>
    protected abstract byte[] Encode(string kind, Action<Utf8JsonWriter> members);

    /// <summary>Whether the kernel holds bytes that the client makes no room for. Asked of the kernel once a second, or when enough was written since.</summary>
    protected bool IsBackedUp()
    {
        if (_socket is null)
        {
            return false;
        }

        var slot = Clock.Slot;
        if (_isBackedUp || _written >= UncheckedBytes || slot - _checkedSlot >= CheckSlots)
        {
            _isBackedUp = TcpBacklog.IsBackedUp(_socket);
            _checkedSlot = slot;
            _written = 0;
        }

        return _isBackedUp;
    }

    // Connections that came together, or all had their turn when the loop came late, would have it together for good: each goes to a slot of
    // the interval of its own, a quarter of it longer at a time.
    private int WayToPhase(long flush, int interval)
    {
        var left = (int)((((_phase - flush) % interval) + interval) % interval);
        return Math.Min(left, Math.Max(1, interval / 4));
    }

    // How late a turn may be, in slots, and still count as in time: a quarter of the interval, 50 ms at most.
    private static int Tolerance(int interval) => Math.Min(2, interval / 4);

    /// <summary>What is known of the client.</summary>
    protected enum Presence
    {
        There,

        /// <summary>Not heard for so long that it is to be asked.</summary>
        Silent,

        /// <summary>Asked, and not heard since.</summary>
        Gone,
    }

    private void Cut()
    {
        // The server reuses a request's objects: an abort after its end would hit somebody else's.
        lock (_ending)
        {
            if (!_ended)
            {
                Abort();
            }
        }
    }

    private long Flush(long slot, Work work)
    {
        var flush = Volatile.Read(ref _nextFlush);
        if (slot >= flush)
        {
            // Turns follow each other from when they were due: counted from when the loop came to them, each lateness would add up.
            var interval = Volatile.Read(ref _intervalSlots);
            var turn = slot - flush <= Tolerance(interval) ? flush : slot;
            Volatile.Write(ref _turn, turn);
            work |= Work.Data;
            flush = turn + interval;
            flush += WayToPhase(flush, interval);
            Volatile.Write(ref _nextFlush, flush);
        }

        var heartbeat = Volatile.Read(ref _lastSentSlot) + _heartbeatSlots;
        if (slot >= heartbeat)
        {
            work |= Work.Heartbeat;
            heartbeat = slot + _heartbeatSlots;
        }

        if (work != Work.None || Volatile.Read(ref _work) != 0)
        {
            Signal(work);
        }

        return Math.Min(flush, heartbeat);
    }

    // A pending write that nobody takes, or bytes the kernel cannot get rid of. Not writing then is what conflates.
    private bool IsStuck()
    {
        var progress = Volatile.Read(ref _progress);
        var stuck = (Volatile.Read(ref _writing) == 1 && progress == _seenProgress) || IsBackedUp();
        _seenProgress = progress;
        return stuck;
    }

    private long VisitStuck(long slot)
    {
        // A visit that comes late, because the host was suspended or starved, says nothing about the client: it counts a second at most.
        _stuckSlots += _stuckSeen < 0 ? 0 : (int)Math.Min(slot - _stuckSeen, CheckSlots);
        _stuckSeen = slot;
        if (_stuckSlots >= _slowSlots)
        {
            Runtime.Logger.SlowClientDropped(_transport, Runtime.Options.SlowClientTimeout.TotalSeconds);
            Runtime.Metrics.Error(_transport);
            RequestClose(CloseReason.TooSlow);
        }

        return slot + StuckRevisitSlots;
    }
}
