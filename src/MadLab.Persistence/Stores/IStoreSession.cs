using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Stores;

/// <summary>Where a store's operations run: each on a context and in a transaction of its own, or on a host's.</summary>
internal interface IStoreSession<TContext>
    where TContext : DbContext
{
    Task<T> ReadAsync<T>(string operation, Func<TContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>Runs a write, whole or not at all. It may run more than once, and only the last run stays.</summary>
    Task<T> WriteAsync<T>(string operation, Func<TContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken);
}
