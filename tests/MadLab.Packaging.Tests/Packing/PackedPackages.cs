using System.Globalization;
using MadLab.Packaging.Tests.Embedding;
using Xunit;

namespace MadLab.Packaging.Tests.Packing;

/// <summary>All packages, packed once for all tests, in a version that no earlier run had: nothing stale is tested.</summary>
public sealed class PackedPackages : IAsyncLifetime, IDisposable
{
    private readonly SourceCopy _copy = new(withRepository: true);
    private readonly Lazy<Task<Consumers>> _consumers;

    public PackedPackages() => _consumers = new Lazy<Task<Consumers>>(() => Consumers.BuildAsync(this));

    /// <summary>The version of this run.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");

    /// <summary>The folder with the packages, usable as a package source.</summary>
    public string Feed => _copy.Feed;

    /// <summary>What packing wrote.</summary>
    public string Output { get; private set; } = string.Empty;

    internal PackageFile Open(string package) => new(Path.Combine(Feed, $"{package}.{Version}.nupkg"));

    internal PackageFile OpenSymbols(string package) => new(Path.Combine(Feed, $"{package}.{Version}.snupkg"));

    /// <summary>The projects that use the packages, built the first time they are asked for.</summary>
    internal Task<Consumers> ConsumersAsync() => _consumers.Value;

    public async Task InitializeAsync() => Output = await _copy.PackAsync(Version);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        if (_consumers is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } built })
        {
            built.Result.Dispose();
        }

        _copy.Dispose();
    }
}
