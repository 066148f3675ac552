using System.Globalization;
using Xunit;

namespace MadLab.Packaging.Tests.Packing;

/// <summary>All packages, packed once for all tests, in a version that no earlier run had: nothing stale is tested.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly SourceCopy _copy = new(withRepository: true);

    /// <summary>The version of this run.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{DateTime.UtcNow.Ticks}");

    /// <summary>The folder with the packages, usable as a package source.</summary>
    public string Feed => _copy.Feed;

    /// <summary>What packing wrote.</summary>
    public string Output { get; private set; } = string.Empty;

    internal PackageFile Open(string package) => new(Path.Combine(Feed, $"{package}.{Version}.nupkg"));

    internal PackageFile OpenSymbols(string package) => new(Path.Combine(Feed, $"{package}.{Version}.snupkg"));

    public async Task InitializeAsync() => Output = await _copy.PackAsync(Version);

    public Task DisposeAsync()
    {
        _copy.Dispose();
        return Task.CompletedTask;
    }
}
