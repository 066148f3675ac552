using MadLab.Http;
using MadLab.Market.Caching;
using MadLab.Market.Service;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>The short way: a query string that was read before, without binding, filters, a scope or a task.</summary>
internal sealed partial class MarketEndpoints
{
    private readonly KnownQueries _known = new(options.Value);

    /// <summary>Answers as <see cref="GetAsync"/> does, measured and with failures as <see cref="RequestFilter"/> has them; null where the query is not known.</summary>
    public Task? TryAnswerKnown(HttpContext context)
    {
        if (!_known.TryGet(context.Request.QueryString.Value, out var known))
        {
            return null;
        }

        var started = time.GetTimestamp();
        try
        {
            if (limiter.Refuse(context, known.Query.Symbols.Count) is { } limited)
            {
                return Finish(context, limited, limited.Status, started);
            }

            var reading = ReadAsync(known.Key, context);
            if (!reading.IsCompletedSuccessfully)
            {
                return FinishAsync(context, reading, known, started);
            }

            var answer = AnswerOf(context, reading.Result, known);
            Measure(context, answer.StatusCode, started);
            return answer.WriteAsync(context);
        }
        catch (Exception e) when (RequestFailures.TryAnswer(context, Area, e, out var failure, out var status))
        {
            return Finish(context, failure, status, started);
        }
    }

    private async Task FinishAsync(HttpContext context, ValueTask<MarketRead> reading, KnownQuery known, long started)
    {
        IResult result;
        int status;
        try
        {
            var read = await reading;
            result = new SingleResult(AnswerOf(context, read, known));
            status = ((SingleResult)result).StatusCode;
        }
        catch (Exception e) when (RequestFailures.TryAnswer(context, Area, e, out var failure, out var failed))
        {
            (result, status) = (failure, failed);
        }

        await Finish(context, result, status, started);
    }

    private Task Finish(HttpContext context, IResult result, int status, long started)
    {
        Measure(context, status, started);
        return result.ExecuteAsync(context);
    }

    private SingleAnswer AnswerOf(HttpContext context, MarketRead read, KnownQuery known)
    {
        var now = time.GetUtcNow();
        return new(context, read, cache, MarketFetcher.FreshnessOf(options.Value, known.Query.Kind, known.Key.AsOf, now), now);
    }

    private void Measure(HttpContext context, int status, long started) =>
        requests.Record(Area, context.Request.Method, status, time.GetElapsedTime(started));
}
