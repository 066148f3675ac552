using MadLab.Http;
using MadLab.Market.Caching;
using MadLab.Market.Service;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>One cached answer: headers, then 304 or one write of the bytes. A value, for it lives as long as one call.</summary>
internal readonly struct SingleAnswer
{
    private readonly MarketRead _read;
    private readonly EncodedBody _body;
    private readonly FreshnessOptions _freshness;
    private readonly DateTimeOffset _now;

    public SingleAnswer(HttpContext context, MarketRead read, MarketCache cache, FreshnessOptions freshness, DateTimeOffset now)
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

    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        var headers = response.Headers;
        var read = _read;
        var reads = new ReadOnlySpan<MarketRead>(in read);
        MarketHeaders.Write(context, reads, _freshness, _now);
        MarketHeaders.WriteSource(headers, reads);
        headers.ETag = _body.ETag;
        response.StatusCode = StatusCode;
        if (StatusCode == StatusCodes.Status304NotModified)
        {
            return Task.CompletedTask;
        }

        headers.ContentType = _read.Entry.Key.IsCsv ? PriceCsv.ContentType : MarketHeaders.Json;
        headers.ContentLength = _body.Bytes.Length;
        if (_body.Coding is not null)
        {
            headers.ContentEncoding = _body.Coding;
        }

        return response.Body.WriteAsync(_body.Bytes, context.RequestAborted).AsTask();
    }
}
