using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <summary>A symbol of one connection and what of it was sent. Only the connection's writer changes it.</summary>
internal sealed class Subscription(SymbolCell cell, long since = 0)
{
    public SymbolCell Cell { get; } = cell;

    /// <summary>The last version sent, or known to the client when it came; 0 for none.</summary>
    public long Seq { get; private set; } = since;

    /// <summary>The slot from which the next value may be sent.</summary>
    public long DueSlot { get; private set; }

    /// <summary>The outage the client was told of; 0 for none.</summary>
    public int ToldError { get; set; }

    private int Ordinal { get; set; }

    /// <summary>Notes a value as sent and tells how many were skipped between it and the one before.</summary>
    public int Sent(CellValue value, long dueSlot)
    {
        var skipped = Ordinal == 0 ? 0 : value.Ordinal - Ordinal - 1;
        Seq = value.Seq;
        Ordinal = value.Ordinal;
        DueSlot = dueSlot;
        return skipped;
    }
}
