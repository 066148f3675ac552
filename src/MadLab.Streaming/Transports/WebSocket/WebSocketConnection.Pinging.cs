using MadLab.Streaming.Flushing;

namespace MadLab.Streaming.Transports.WebSocket;

/// <content>
/// Whether the client is still there. The flush loop asks, because the framework's own keep-alive is a timer for each connection,
/// which costs a busy host more than the quotes do.
/// </content>
internal sealed partial class WebSocketConnection
{
    private readonly FrameStream? _heard = runtime.Options.PingInterval > TimeSpan.Zero ? frames as FrameStream : null;
    private readonly int _pingSlots = FlushClock.Slots(runtime.Options.PingInterval);
    private readonly int _pingTimeoutSlots = FlushClock.Slots(runtime.Options.PingTimeout);
    private long _heardSlot = runtime.Loops.Clock.Slot;
    private long _pingedSlot = -1;
    private int _received;

    protected override void WritePing() => Write(Frames.Ping);

    protected override Presence Look(long slot)
    {
        if (_heard is null)
        {
            return Presence.There;
        }

        var received = _heard.Received;
        if (received != _received)
        {
            (_received, _heardSlot, _pingedSlot) = (received, slot, -1);
            return Presence.There;
        }

        if (_pingedSlot >= 0)
        {
            return slot - _pingedSlot < _pingTimeoutSlots ? Presence.There : Presence.Gone;
        }

        if (slot - _heardSlot < _pingSlots)
        {
            return Presence.There;
        }

        _pingedSlot = slot;
        return Presence.Silent;
    }
}
