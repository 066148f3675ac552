namespace MadLab;

/// <summary>What kind of store documents live in, and whether it answers.</summary>
public interface IStoreStatus
{
    /// <summary>Whether documents live in a database; false on the memory store.</summary>
    bool IsDatabase { get; }

    /// <summary>Whether documents outlast the process.</summary>
    bool IsDurable { get; }

    /// <summary>Asks the database one small question; completes when it can serve.</summary>
    /// <exception cref="StoreException">It cannot, and the message says why without a secret.</exception>
    Task CheckAsync(CancellationToken cancellationToken = default);
}
