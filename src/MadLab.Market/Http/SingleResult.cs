using MadLab.Http;
using MadLab.Market.Caching;
using MadLab.Market.Service;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>One cached answer: headers, then 304 or one write of the bytes.</summary>
internal sealed class SingleResult : IResult, IStatusCodeHttpResult
{
    private readonly MarketRead _read;
    private readonly EncodedBody _body;
    private readonly FreshnessOptions _freshness;
    private readonly DateTimeOffset _now;

    public SingleResult(HttpContext context, MarketRead read, MarketCache cache, FreshnessOptions freshness, DateTimeOffset now)
    {
        _read = read;
        _freshness = freshness;
        _now = now;
        _body = cache.Encode(read.Entry, ContentCoding.Choose(context.Request.Headers.AcceptEncoding));
        StatusCode = EntityTags.NoneMatchHits(context.Request.Headers.IfNoneMatch, _body.ETag)
            ? StatusCodes.Status304NotModified
            : StatusCodes.Status200OK;
    }

    public int StatusCode { get; }

    int? IStatusCodeHttpResult.StatusCode => StatusCode;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        ReadOnlySpan<MarketRead> reads = [_read];
        MarketHeaders.Write(httpContext, reads, _freshness, _now);
        MarketHeaders.WriteSource(response.Headers, reads);
        response.Headers.ETag = _body.ETag;
        response.StatusCode = StatusCode;
        if (StatusCode == StatusCodes.Status304NotModified)
        {
            return Task.CompletedTask;
        }

        response.Headers.ContentType = _read.Entry.Key.IsCsv ? PriceCsv.ContentType : "application/json; charset=utf-8";
        response.Headers.ContentLength = _body.Bytes.Length;
        if (_body.Coding is not null)
        {
            response.Headers.ContentEncoding = _body.Coding;
        }

        return response.Body.WriteAsync(_body.Bytes, httpContext.RequestAborted).AsTask();
    }
}
