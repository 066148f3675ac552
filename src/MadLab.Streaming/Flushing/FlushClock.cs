namespace MadLab.Streaming.Flushing;

/// <summary>Time in slots of 25 ms, in which the flush loops think: whole numbers neither drift nor jitter.</summary>
internal sealed class FlushClock(TimeProvider time)
{
    /// <summary>How long a slot is.</summary>
    public static readonly TimeSpan SlotLength = TimeSpan.FromMilliseconds(25);

    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time => time;

    /// <summary>The running slot; the first is 0.</summary>
    public long Slot => time.GetElapsedTime(_start).Ticks / SlotLength.Ticks;

    /// <summary>How many slots cover a time: at least one, and never less than the time.</summary>
    public static int Slots(TimeSpan duration) =>
        (int)Math.Max(1, (duration.Ticks + SlotLength.Ticks - 1) / SlotLength.Ticks);
}
