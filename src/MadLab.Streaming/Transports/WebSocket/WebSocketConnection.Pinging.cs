using MadLab.Streaming.Flushing;

namespace MadLab.Streaming.Transports.WebSocket;

/// <content>
/// Whether the client is still there. The flush loop asks, because the framework's own keep-alive is a timer for each connection,
/// which costs a busy host more than the quotes do.
/// </content>
internal sealed partial class WebSocketConnection
{
    private static readonly int LateSlots = FlushClock.Slots(TimeSpan.FromSeconds(1));

    private readonly FrameStream? _heard = runtime.Options.PingInterval > TimeSpan.Zero ? frames as FrameStream : null;
    private readonly int _pingSlots = FlushClock.Slots(runtime.Options.PingInterval);
    private readonly int _pingTimeoutSlots = FlushClock.Slots(runtime.Options.PingTimeout);
    private long _lookedSlot = runtime.Loops.Clock.Slot;
    private int _silentSlots;
    private int _received;
    private bool _isAsked;

    protected override void WritePing() => Write(Frames.Ping);

    protected override Presence Look(long slot)
    {
        if (_heard is null)
        {
            return Presence.There;
        }

        // A visit that comes late, because the host was suspended or starved, says nothing about the client: it counts as one in time.
        var passed = (int)Math.Min(slot - _lookedSlot, FlushClock.Slots(Interval) + LateSlots);
        _lookedSlot = slot;
        var received = _heard.Received;
        // While the host is asked about a message nothing is read, a pong as little as anything else.
        if (received != _received || _isAsking)
        {
            (_received, _silentSlots, _isAsked) = (received, 0, false);
            return Presence.There;
        }

        _silentSlots += passed;
        if (_silentSlots < (_isAsked ? _pingTimeoutSlots : _pingSlots))
        {
            return Presence.There;
        }

        _silentSlots = 0;
        _isAsked = !_isAsked;
        return _isAsked ? Presence.Silent : Presence.Gone;
    }
}
