using MadLab.Testing.Http;
using static MadLab.Testing.Conformance.Checks.Rules;

namespace MadLab.Testing.Conformance.Checks;

/// <summary>What a provider makes of the ways in which upstreams fail; of those that speak HTTP and were given <see cref="ConformanceOptions.Http"/>.</summary>
internal static class HttpChecks
{
    private static readonly HttpFault[] Faults = [.. Enum.GetValues<HttpFault>().Where(static f => f is not (HttpFault.None or HttpFault.Silence))];

    public static IReadOnlyList<ConformanceCheck> All { get; } =
    [
        Must("HTTP-001", "A 401 is Unauthorized.", static run => KindAsync(run, HttpFault.Unauthorized, MarketErrorKind.Unauthorized)),
        Must("HTTP-002", "A 403 is Unauthorized, or NotEntitled where nobody may see the data.", static run => KindAsync(run, HttpFault.Forbidden, MarketErrorKind.Unauthorized, MarketErrorKind.NotEntitled)),
        Must("HTTP-003", "A 404 is SymbolUnknown or NoData.", static run => KindAsync(run, HttpFault.NotFound, MarketErrorKind.SymbolUnknown, MarketErrorKind.NoData)),
        Must("HTTP-004", "A 429 is QuotaExceeded, with the time that Retry-After says.", static async run =>
        {
            var failure = await FailAsync(run, HttpFault.TooManyRequests);
            return failure.Wrong(MarketErrorKind.QuotaExceeded)
                ?? (failure.Market!.RetryAfter is { } wait && wait > TimeSpan.FromSeconds(5) && wait <= TimeSpan.FromSeconds(8) ? null : $"The upstream says 7 seconds, and RetryAfter is {failure.Market.RetryAfter?.ToString() ?? "null"}.");
        }),
        Must("HTTP-005", "A 500 is Unavailable.", static run => KindAsync(run, HttpFault.ServerError, MarketErrorKind.Unavailable)),
        Must("HTTP-006", "A connection that breaks is Unavailable.", static run => KindAsync(run, HttpFault.Broken, MarketErrorKind.Unavailable)),
        Must("HTTP-007", "An upstream that says nothing is left when the call is cancelled.", SilenceAsync),
        Must("HTTP-008", "An answer that ends early is Malformed or Unavailable.", static async run =>
            await KindAsync(run, HttpFault.Truncated, MarketErrorKind.Malformed, MarketErrorKind.Unavailable) ?? await KindAsync(run, HttpFault.Half, MarketErrorKind.Malformed, MarketErrorKind.Unavailable)),
        Must("HTTP-009", "A page of HTML in a 200 is Malformed.", static run => KindAsync(run, HttpFault.Html, MarketErrorKind.Malformed)),
        Must("HTTP-010", "An empty body in a 200 is Malformed or NoData.", static run => KindAsync(run, HttpFault.Empty, MarketErrorKind.Malformed, MarketErrorKind.NoData)),
        Must("HTTP-011", "JSON of another shape is Malformed.", static run => KindAsync(run, HttpFault.OtherShape, MarketErrorKind.Malformed)),
        Must("HTTP-012", "An error inside of a 200 is a failure.", static async run =>
            HttpOf(run).ErrorBody is null ? throw new NotApplicableException("The faults name no body of such an error.")
                : (await FailAsync(run, HttpFault.ErrorInside)).Market is null ? "It ended in no MarketDataException." : null),
        Must("HTTP-013", "No secret is in what a failure says.", SecretsAsync),
        Must("HTTP-014", "After a failure the next call is answered.", static async run =>
        {
            await FailAsync(run, HttpFault.ServerError);
            await AskAsync(run, run.CancellationToken);
            return null;
        }),
    ];

    private static async Task<string?> KindAsync(ConformanceRun run, HttpFault fault, params MarketErrorKind[] kinds) => (await FailAsync(run, fault)).Wrong(kinds);

    private static async Task<string?> SilenceAsync(ConformanceRun run)
    {
        var http = HttpOf(run);
        http.Fault = HttpFault.Silence;
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.CancellationToken);
            var before = http.Calls;
            var asking = AskAsync(run, stop.Token);

            // It has to have asked, or it has nothing to leave.
            for (var i = 0; i < 500 && http.Calls == before && !asking.IsCompleted; i++)
            {
                await Task.Delay(10, run.CancellationToken);
            }

            await stop.CancelAsync();
            var ended = await Task.WhenAny(asking, Task.Delay(TimeSpan.FromSeconds(5), run.CancellationToken)) == asking;
            return !ended ? "Five seconds after its token was cancelled the call had not ended." : asking.IsCanceled || http.Calls == before ? null
                : asking.Exception?.InnerException is { } e ? $"It ended in {e.GetType().Name} (“{e.Message}”), which the host would take for a failure of the upstream." : "It ended with an answer, and there was none.";
        }
        finally
        {
            http.Fault = HttpFault.None;
        }
    }

    private static async Task<string?> SecretsAsync(ConformanceRun run)
    {
        var secrets = run.Options.Secrets.Where(static s => s.Length > 0).ToList();
        if (secrets.Count == 0)
        {
            throw new NotApplicableException("The options name no secret.");
        }

        foreach (var fault in Faults.Where(f => f is not HttpFault.ErrorInside || HttpOf(run).ErrorBody is not null))
        {
            // The cause is logged, so that it counts as well.
            var text = (await FailAsync(run, fault)).Exception.ToString();
            if (secrets.Exists(s => text.Contains(s, StringComparison.OrdinalIgnoreCase) || text.Contains(Uri.EscapeDataString(s), StringComparison.OrdinalIgnoreCase)))
            {
                return $"With {fault}, a secret is in the exception or in its cause.";
            }
        }

        return null;
    }

    private static HttpFaults HttpOf(ConformanceRun run) => run.Options.Http ?? throw new NotApplicableException("The options name no HTTP handler of the provider.");

    /// <summary>Asks with a fault, past whatever the provider keeps for itself: each time as if for the first.</summary>
    private static async Task<Failure> FailAsync(ConformanceRun run, HttpFault fault)
    {
        var http = HttpOf(run);
        http.Fault = fault;
        try
        {
            await run.CallAsync(async cancel =>
            {
                await AskAsync(run, cancel);
                return string.Empty;
            });
            return new Failure(fault, new InvalidOperationException("There was an answer."));
        }
        catch (Exception e) when (e is not NotApplicableException && !run.CancellationToken.IsCancellationRequested)
        {
            return new Failure(fault, e);
        }
        finally
        {
            http.Fault = HttpFault.None;
        }
    }

    /// <summary>The first of what it offers.</summary>
    private static Task AskAsync(ConformanceRun run, CancellationToken cancellationToken)
    {
        var (provider, can) = (run.Provider, run.Descriptor.Capabilities);
        return provider is IPriceProvider prices && can.HasFlag(ProviderCapabilities.Prices) ? prices.GetPricesAsync(new PriceRequest { Symbol = run.Options.Symbol, Adjustment = run.OfferedAdjustment }, cancellationToken)
            : provider is IKpiProvider kpis && can.HasFlag(ProviderCapabilities.Kpis) ? kpis.GetKpisAsync(run.Options.Symbol, cancellationToken)
            : provider is IQuoteProvider quotes && can.HasFlag(ProviderCapabilities.Quotes) ? quotes.GetQuotesAsync([run.Options.Symbol], cancellationToken)
            : provider is IOptionChainProvider chains && can.HasFlag(ProviderCapabilities.OptionChain) ? chains.GetOptionChainAsync(run.Options.Symbol, null, cancellationToken)
            : provider is IVolSurfaceProvider surfaces && can.HasFlag(ProviderCapabilities.VolSurface) ? surfaces.GetVolSurfaceAsync(run.Options.Symbol, cancellationToken)
            : throw new NotApplicableException("It offers nothing that is asked for.");
    }

    private sealed record Failure(HttpFault Fault, Exception Exception)
    {
        public MarketDataException? Market => Exception as MarketDataException;

        public string? Wrong(params MarketErrorKind[] kinds) =>
            Market is { } market && kinds.Contains(market.Kind) ? null
            : $"With {Fault} it ended as {Market?.Kind.ToString() ?? Exception.GetType().Name} (“{Exception.Message}”); it has to be {string.Join(" or ", kinds)}.";
    }
}
