using MadLab.Streaming.Access;
using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <summary>A symbol of one connection and what of it was sent. Only the connection's writer changes it.</summary>
internal sealed class Subscription(SymbolCell cell, long since = 0, Grant? grant = null, AccessWatch? rights = null)
{
    private volatile Grant? _grant = grant;

    public SymbolCell Cell { get; } = cell;

    /// <summary>What the host said of it; null where everybody sees everything.</summary>
    public Grant? Grant
    {
        get => _grant;
        set => _grant = value;
    }

    /// <summary>The newest value the caller may see; one from a source the host has not been asked about is withheld until it was.</summary>
    public CellValue? Current
    {
        get
        {
            var value = Cell.Current;
            if (value is null || _grant is not { } granted || granted.Covers(value))
            {
                return value;
            }

            rights?.Wake();
            return null;
        }
    }

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
