namespace MadLab.Stores.Memory;

/// <summary>What the memory stores share: one lock, one order of creation and one budget, which no document exceeds even for a moment.</summary>
internal sealed class MemoryDocuments(TimeProvider time)
{
    /// <summary>The most documents, templates and workspaces of all owners together.</summary>
    public const int MaxDocuments = 1_000;

    /// <summary>The most bytes of documents: their JSON as UTF-8, and their owners, names and titles.</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    private int _documents;
    private long _bytes;
    private long _sequence;

    /// <summary>Held around every read and write of the stores.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The next place in the order of creation. Under <see cref="Gate"/>.</summary>
    public long NextSequence() => ++_sequence;

    /// <summary>Now, in whole milliseconds, so that memory answers what a database would.</summary>
    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Takes room for a change, negative when something goes. Under <see cref="Gate"/>.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    public void Reserve(int documents, long bytes)
    {
        if (documents > 0 && _documents + documents > MaxDocuments)
        {
            throw new StoreException(StoreErrorKind.Full, $"The memory store holds at most {MaxDocuments} templates and workspaces. Delete some first.");
        }

        if (bytes > 0 && _bytes + bytes > MaxBytes)
        {
            throw new StoreException(StoreErrorKind.Full, $"The memory store holds at most {MaxBytes / (1024 * 1024)} MiB. Delete something first.");
        }

        _documents += documents;
        _bytes += bytes;
    }
}
