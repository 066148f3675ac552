using MadLab;
using MadLab.Testing.Conformance;
using MadLab.Testing.Xunit;
using Xunit;

namespace MyMarketData.Tests;

/// <summary>The provider against the rules that hosts rest on, a lost upstream included.</summary>
public sealed class Conformance(Upstream upstream) : ProviderConformanceTests, IClassFixture<Upstream>
{
    protected override IMarketDataProvider Create() => new VendorProvider(upstream.Address);

    protected override ConformanceOptions Options => new()
    {
        Symbol = Symbol.Parse("ACME"), Other = Symbol.Parse("AJAX"), Stream = new StreamUpstream(() => upstream.Connections, upstream.CutAsync),
    };
}
