namespace MadLab.Stores.Memory;

/// <summary>The memory store always answers, and forgets everything with the process.</summary>
internal sealed class MemoryStoreStatus : IStoreStatus
{
    public bool IsDatabase => false;

    public bool IsDurable => false;

    public Task CheckAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
