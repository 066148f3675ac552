using MadLab.Http;
using MadLab.Market.Access;
using MadLab.Market.Caching;
using MadLab.Market.Providers;
using MadLab.Market.RateLimiting;
using MadLab.Market.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MadLab.Market.Http;

/// <summary>The handlers of <c>/market</c>.</summary>
internal sealed partial class MarketEndpoints(
    MarketCache cache,
    MarketGate gate,
    ProviderRegistry providers,
    BatchMemory memory,
    AddressLimiter limiter,
    RequestMetrics requests,
    IOptions<MarketOptions> options,
    TimeProvider time)
{
    /// <summary>The area of these endpoints in metrics.</summary>
    public const string Area = "market";

    public async Task<IResult> GetAsync(MarketQueryParameters parameters, HttpContext context)
    {
        if (MarketQuery.TryRead(parameters, providers, time, out var query) is { } problem)
        {
            return limiter.Refuse(context, 1) ?? problem;
        }

        if (limiter.Refuse(context, query!.Symbols.Count) is { } limited)
        {
            return limited;
        }

        var freshness = MarketFetcher.FreshnessOf(options.Value, query.Kind, query.Options.AsOf, time.GetUtcNow());
        if (!query.IsBatch)
        {
            var key = query.Kind == MarketKind.Correlation
                ? MarketKey.Correlation(query.Symbols, query.Range, query.Options)
                : query.KeyOf(query.Symbols[0]);
            var read = await ReadAsync(key, context);
            _known.Add(context.Request.QueryString.Value, parameters, query, key);
            return new SingleResult(context, read, cache, freshness, time.GetUtcNow());
        }

        var parts = await BatchParts.ReadAsync([.. query.Symbols.Select(query.KeyOf)], gate, memory, context);
        var failures = new List<(Symbol, MarketDataException)>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Error is { } error)
            {
                failures.Add((query.Symbols[i], error));
            }
        }

        if (failures.Count > 0)
        {
            parts.Dispose();
            return BatchProblem.Of(failures);
        }

        return new BatchResult(context, query.Symbols, parts, freshness, time.GetUtcNow());
    }

    public async Task<IResult> PostAsync(HttpContext context)
    {
        var (document, problem) = await JsonBody.ReadAsync(context.Request, BatchRequest.MaxBodyBytes, context.RequestAborted);
        if (problem is not null)
        {
            return limiter.Refuse(context, 1) ?? problem;
        }

        BatchRequest? request;
        using (document)
        {
            if (BatchRequest.TryRead(document!.RootElement, providers, time, out request) is { } invalid)
            {
                return limiter.Refuse(context, 1) ?? invalid;
            }
        }

        if (limiter.Refuse(context, Math.Max(1, request!.Symbols.Count)) is { } limited)
        {
            return limited;
        }

        var keys = new List<MarketKey>(request.Symbols.Count * request.Kinds.Count);
        foreach (var symbol in request.Symbols)
        {
            foreach (var kind in request.Kinds)
            {
                keys.Add(MarketQuery.KeyOf(kind, symbol, request.Range, request.Options));
            }
        }

        var parts = await BatchParts.ReadAsync(keys, gate, memory, context);

        // Nothing at all and only because nothing may be asked: then the whole call fails, as it always has.
        return parts.AllFailedBy(MarketErrorKind.LiveDataDisabled) ? Problem.From(parts[0].Error!) : new BatchPostResult(request, parts, time.GetUtcNow());
    }

    private ValueTask<MarketRead> ReadAsync(MarketKey key, HttpContext context) => gate.ReadAsync(key, context);
}
