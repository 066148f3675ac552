using MadLab.Testing;
using Xunit;

namespace MadLab.Persistence.Tests.Support;

/// <summary>What every store must do, run on each kind of store by a derived class. The clock stands still unless a test moves it.</summary>
public abstract class StoreSuite : IAsyncLifetime
{
    private readonly TempFolder? _folder;

    protected StoreSuite(bool sqlite) => _folder = sqlite ? new TempFolder() : null;

    protected ManualTimeProvider Time { get; } = new();

    private protected StoreHarness Host { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Host = _folder is null ? await StoreHarness.MemoryAsync(Time) : await StoreHarness.SqliteAsync(_folder.File(), Time);

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder?.Dispose();
    }
}
