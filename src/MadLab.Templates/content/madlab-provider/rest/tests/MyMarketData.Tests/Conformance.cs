using MadLab;
using MadLab.Testing.Conformance;
using MadLab.Testing.Http;
using MadLab.Testing.Xunit;

namespace MyMarketData.Tests;

/// <summary>The provider against the rules that hosts rest on, faults of its upstream included.</summary>
public sealed class Conformance : ProviderConformanceTests
{
    private const string Key = "test-key-0001";

    private readonly HttpFaults _http = new(new Upstream()) { ErrorBody = """{"error":"limit"}""" };

    protected override IMarketDataProvider Create() => new VendorProvider(new VendorOptions { Key = Key }, _http);

    protected override ConformanceOptions Options => new() { Symbol = Symbol.Parse("ACME"), Other = Symbol.Parse("AJAX"), Http = _http, Secrets = [Key] };
}
