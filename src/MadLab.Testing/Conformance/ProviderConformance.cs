using MadLab.Testing.Conformance.Checks;

namespace MadLab.Testing.Conformance;

/// <summary>Checks a provider against the rules that the host and its readers rest on.</summary>
/// <remarks>
/// <code>
/// var report = await ProviderConformance.RunAsync(new AcmeProvider(TimeProvider.System), new() { Symbol = Symbol.Parse("ACME") });
/// Console.WriteLine(report.ToText());
/// </code>
/// Needs no test framework. The provider is asked for real: give it recorded answers where the upstream must not be called.
/// </remarks>
public static class ProviderConformance
{
    /// <summary>Every check, in the order of their ids.</summary>
    public static IReadOnlyList<ConformanceCheck> Checks { get; } =
        [.. new[] { CustomDataChecks.All, DescriptorChecks.All, PriceChecks.All, PriceCallChecks.All, HttpChecks.All, KpiChecks.All, QuoteChecks.All, StreamChecks.All, StreamLossChecks.All, SearchChecks.All, InfoChecks.All, OptionChecks.All }
            .SelectMany(static c => c).OrderBy(static c => c.Id, StringComparer.Ordinal)];

    /// <summary>Runs all checks, one after another. A check that fails never stops the others.</summary>
    /// <param name="provider">The provider; it is not disposed.</param>
    /// <param name="options">What to check it with.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="ArgumentException">A waiver names no check, or gives no reason.</exception>
    public static async Task<ConformanceReport> RunAsync(IMarketDataProvider provider, ConformanceOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(options);
        foreach (var waiver in options.Waivers)
        {
            if (Checks.All(c => c.Id != waiver.Check) || string.IsNullOrWhiteSpace(waiver.Reason))
            {
                throw new ArgumentException($"The waiver of '{waiver.Check}' has to name a check and give a reason.", nameof(options));
            }
        }

        var run = new ConformanceRun(provider, options, cancellationToken);
        var results = new List<ConformanceResult>(Checks.Count);
        foreach (var check in Checks)
        {
            results.Add(await RunAsync(check, run).ConfigureAwait(false));
        }

        return new ConformanceReport(provider.Descriptor.Feed, results);
    }

    private static async Task<ConformanceResult> RunAsync(ConformanceCheck check, ConformanceRun run)
    {
        string? seen;
        try
        {
            seen = await check.FindAsync(run).ConfigureAwait(false);
        }
        catch (NotApplicableException e)
        {
            return new ConformanceResult(check, ConformanceOutcome.NotApplicable, e.Message);
        }
        catch (OperationCanceledException) when (run.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            seen = $"{e.GetType().Name}: {e.Message}";
        }

        if (seen is null)
        {
            return new ConformanceResult(check, ConformanceOutcome.Passed, null);
        }

        var today = DateOnly.FromDateTime(run.Options.Time.GetUtcNow().UtcDateTime);
        var waiver = run.Options.Waivers.FirstOrDefault(w => w.Check == check.Id);
        return waiver is null ? new ConformanceResult(check, ConformanceOutcome.Failed, seen)
            : waiver.Until >= today ? new ConformanceResult(check, ConformanceOutcome.Waived, $"{seen} Waived until {waiver.Until:yyyy-MM-dd}: {waiver.Reason}")
            : new ConformanceResult(check, ConformanceOutcome.Failed, $"{seen} The waiver ended on {waiver.Until:yyyy-MM-dd}.");
    }
}
