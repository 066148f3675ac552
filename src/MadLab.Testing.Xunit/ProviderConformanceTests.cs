using System.Collections.Concurrent;
using MadLab.Testing.Conformance;
using Xunit;

namespace MadLab.Testing.Xunit;

/// <summary>Base of a test class that checks a provider: each check of the suite is a test of its own.</summary>
/// <remarks>
/// <code>
/// public sealed class AcmeConformance : ProviderConformanceTests
/// {
///     protected override IMarketDataProvider Create() => new AcmeProvider();
///
///     protected override ConformanceOptions Options => new() { Symbol = Symbol.Parse("ACME") };
/// }
/// </code>
/// The suite runs once a class. What does not apply, or is waived, passes; <see cref="ProviderConformance.RunAsync"/> has a report that says so.
/// </remarks>
public abstract class ProviderConformanceTests
{
    private static readonly ConcurrentDictionary<Type, Lazy<Task<ConformanceReport>>> Reports = new();

    /// <summary>The ids of all checks.</summary>
    public static TheoryData<string> Checks => [.. ProviderConformance.Checks.Select(static c => c.Id)];

    /// <summary>What the provider is checked with.</summary>
    protected abstract ConformanceOptions Options { get; }

    /// <summary>Makes the provider; it is disposed after the suite.</summary>
    protected abstract IMarketDataProvider Create();

    /// <summary>One check.</summary>
    /// <param name="check">Its id.</param>
    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Provider_KeepsTheRule(string check)
    {
        var report = await Reports.GetOrAdd(GetType(), _ => new Lazy<Task<ConformanceReport>>(RunAsync)).Value;
        var result = report[check];
        Assert.True(result.Outcome is not ConformanceOutcome.Failed, $"{check}: {result.Check.Rule} {result.Message}");
    }

    private async Task<ConformanceReport> RunAsync()
    {
        var provider = Create();
        try
        {
            return await ProviderConformance.RunAsync(provider, Options);
        }
        finally
        {
            switch (provider)
            {
                case IAsyncDisposable asynchronous:
                    await asynchronous.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }
}
