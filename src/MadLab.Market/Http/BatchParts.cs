using MadLab.Market.Access;
using MadLab.Market.Caching;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>The parts of a batch: read side by side, and kept until they are sent as far as <see cref="BatchMemory"/> has room.</summary>
/// <remarks>Of the others only what headers say is kept; they are read again, mostly from the cache, when it is their turn. So a slow reader holds one symbol and not a hundred.</remarks>
internal sealed class BatchParts : IDisposable
{
    private readonly List<MarketKey> _keys;
    private readonly PartRead[] _parts;
    private readonly MarketGate _gate;
    private readonly HttpContext _context;
    private readonly BatchMemory _memory;
    private readonly Lock _lock = new();
    private long _held;
    private bool _isDisposed;

    private BatchParts(List<MarketKey> keys, MarketGate gate, BatchMemory memory, HttpContext context)
    {
        _keys = keys;
        _parts = new PartRead[keys.Count];
        _gate = gate;
        _memory = memory;
        _context = context;
    }

    public int Count => _parts.Length;

    /// <summary>Whether none was let go for want of room.</summary>
    public bool AreAllHeld { get; private set; } = true;

    /// <summary>The part, of which an entry that was let go has no body.</summary>
    public PartRead this[int index] => _parts[index];

    /// <summary>Whether there are parts and each failed in the same way.</summary>
    public bool AllFailedBy(MarketErrorKind kind) => _parts.Length > 0 && Array.TrueForAll(_parts, p => p.Error?.Kind == kind);

    /// <summary>Reads all; those that are cached cost no task, and one's failure does not stop the others.</summary>
    public static async ValueTask<BatchParts> ReadAsync(List<MarketKey> keys, MarketGate gate, BatchMemory memory, HttpContext context)
    {
        var parts = new BatchParts(keys, gate, memory, context);

        // For whatever comes between here and the sending: a filter of the host's may put another answer in the place of ours.
        context.Response.RegisterForDispose(parts);
        List<Task>? waiting = null;
        for (var i = 0; i < keys.Count; i++)
        {
            var part = parts.TryReadAsync(keys[i]);
            if (part.IsCompletedSuccessfully)
            {
                parts.Keep(i, part.Result);
            }
            else
            {
                (waiting ??= []).Add(parts.KeepAsync(i, part));
            }
        }

        if (waiting is not null)
        {
            await Task.WhenAll(waiting);
        }

        return parts;
    }

    /// <summary>The part with its body; one that was let go is read again, and may fail by now.</summary>
    public async ValueTask<PartRead> TakeAsync(int index)
    {
        var part = _parts[index];
        if (part.Error is null && !part.Read.Entry.HasBody)
        {
            part = await TryReadAsync(_keys[index]);
            _parts[index] = part with { Read = default };
        }

        return part;
    }

    /// <summary>Gives the part up once it is sent; why there is none is kept.</summary>
    public void LetGo(int index)
    {
        var part = _parts[index];
        _parts[index] = part with { Read = default };
        if (part.Read.Entry is { HasBody: true } entry)
        {
            lock (_lock)
            {
                if (!_isDisposed)
                {
                    _held -= entry.Weight;
                    _memory.Give(entry.Weight);
                }
            }
        }
    }

    /// <summary>Gives up all that is held. Comes more than once: after the sending, and at the end of the request.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _memory.Give(_held);
            _held = 0;
        }

        Array.Clear(_parts);
    }

    private async ValueTask<PartRead> TryReadAsync(MarketKey key)
    {
        try
        {
            return new PartRead(await _gate.ReadAsync(key, _context), null);
        }
        catch (MarketDataException e)
        {
            return new PartRead(default, e);
        }
    }

    private async Task KeepAsync(int index, ValueTask<PartRead> part) => Keep(index, await part);

    private void Keep(int index, PartRead part)
    {
        if (part.Error is null && !TryHold(part.Read.Entry.Weight))
        {
            AreAllHeld = false;
            part = new PartRead(part.Read with { Entry = part.Read.Entry.WithoutBody() }, null);
        }

        _parts[index] = part;
    }

    private bool TryHold(long bytes)
    {
        lock (_lock)
        {
            // The client may have left, and the request ended, while others are still read.
            if (_isDisposed || !_memory.TryTake(bytes))
            {
                return false;
            }

            _held += bytes;
            return true;
        }
    }
}
