using MadLab.Testing;
using Xunit;

namespace MadLab.Persistence.Tests.Support;

/// <summary>What every store must do, run on each kind of store by a derived class. The clock stands still unless a test moves it.</summary>
public abstract class StoreSuite(StoreKind kind) : IAsyncLifetime
{
    private StorePlace _place = null!;

    protected ManualTimeProvider Time { get; } = new();

    private protected StoreHarness Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _place = await StorePlace.CreateAsync(kind);
        Host = await StoreHarness.StartAsync(_place.Use, Time);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await _place.DisposeAsync();
    }
}
