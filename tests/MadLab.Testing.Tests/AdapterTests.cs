using MadLab.Testing.Conformance;
using MadLab.Testing.Xunit;

namespace MadLab.Testing.Tests;

/// <summary>The xUnit adapter, on a provider that keeps every rule: a test a check.</summary>
public sealed class AdapterTests : ProviderConformanceTests
{
    protected override IMarketDataProvider Create() => new SoundProvider();

    protected override ConformanceOptions Options => new() { Symbol = SoundProvider.Acme, Other = SoundProvider.Ajax, Time = new ManualTimeProvider(SoundProvider.Now) };
}
