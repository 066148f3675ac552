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

        var reads = await ReadAllAsync([.. query.Symbols.Select(query.KeyOf)], context);
        var failures = new List<(Symbol, MarketDataException)>();
        for (var i = 0; i < reads.Length; i++)
        {
            if (reads[i].Error is { } error)
            {
                failures.Add((query.Symbols[i], error));
            }
        }

        return failures.Count > 0
            ? BatchProblem.Of(failures)
            : new BatchResult(context, query.Symbols, Array.ConvertAll(reads, r => r.Read), freshness, time.GetUtcNow());
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

        var parts = await ReadAllAsync(keys, context);

        // Nothing at all and only because nothing may be asked: then the whole call fails, as it always has.
        return parts.Length > 0 && Array.TrueForAll(parts, p => p.Error?.Kind == MarketErrorKind.LiveDataDisabled)
            ? Problem.From(parts[0].Error!)
            : new BatchPostResult(request, parts, time.GetUtcNow());
    }

    private ValueTask<MarketRead> ReadAsync(MarketKey key, HttpContext context) => gate.ReadAsync(key, context);

    /// <summary>The parts of a batch, read side by side; those that are cached cost no task.</summary>
    private async ValueTask<PartRead[]> ReadAllAsync(List<MarketKey> keys, HttpContext context)
    {
        var parts = new PartRead[keys.Count];
        List<Task>? waiting = null;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = TryReadAsync(keys[i], context);
            if (part.IsCompletedSuccessfully)
            {
                parts[i] = part.Result;
            }
            else
            {
                (waiting ??= []).Add(KeepAsync(part, parts, i));
            }
        }

        if (waiting is not null)
        {
            await Task.WhenAll(waiting);
        }

        return parts;
    }

    private static async Task KeepAsync(ValueTask<PartRead> part, PartRead[] parts, int index) => parts[index] = await part;

    /// <summary>One part of a batch, whose failure does not stop the others.</summary>
    private async ValueTask<PartRead> TryReadAsync(MarketKey key, HttpContext context)
    {
        try
        {
            return new PartRead(await ReadAsync(key, context), null);
        }
        catch (MarketDataException e)
        {
            return new PartRead(default, e);
        }
    }
}

/// <summary>One part of a batch: a read or why there is none.</summary>
internal readonly record struct PartRead(MarketRead Read, MarketDataException? Error);
