using MadLab.Streaming.Hub;

namespace MadLab.Streaming.Connections;

/// <summary>A symbol of one connection and what of it was sent. Only the connection's writer changes it. There are twenty to a client: every byte counts.</summary>
internal class Subscription(SymbolCell cell)
{
    private CellValue? _last;
    private int _due;

    public SymbolCell Cell { get; } = cell;

    /// <summary>The outage the client was told of; 0 for none.</summary>
    public int ToldError { get; set; }

    /// <summary>Whether a value was sent.</summary>
    public bool HasSent => _last is not null;

    /// <summary>The cell's value, where the client does not have it yet.</summary>
    /// <param name="since">The newest version the client brought along; 0 for none.</param>
    public virtual CellValue? News(long since) =>
        Cell.Current is { } value && value != _last && (_last is not null || value.Seq > since) ? value : null;

    /// <summary>Whether the next value may be sent.</summary>
    public bool IsDue(long slot) => _last is null || unchecked((int)slot - _due) >= 0;

    /// <summary>Notes a value as sent and tells how many were skipped between it and the one before.</summary>
    public int Sent(CellValue value, long dueSlot)
    {
        var skipped = _last is null ? 0 : value.Ordinal - _last.Ordinal - 1;
        _last = value;
        _due = unchecked((int)dueSlot);
        return skipped;
    }
}
