using MadLab.Market.Caching;
using MadLab.Market.Service;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary><see cref="SingleAnswer"/> as the framework takes it.</summary>
internal sealed class SingleResult(SingleAnswer answer) : IResult, IStatusCodeHttpResult
{
    public SingleResult(HttpContext context, MarketRead read, MarketCache cache, FreshnessOptions freshness, DateTimeOffset now)
        : this(new SingleAnswer(context, read, cache, freshness, now))
    {
    }

    public int StatusCode => answer.StatusCode;

    int? IStatusCodeHttpResult.StatusCode => StatusCode;

    public Task ExecuteAsync(HttpContext httpContext) => answer.WriteAsync(httpContext);
}
