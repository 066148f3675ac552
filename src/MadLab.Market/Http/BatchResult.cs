using System.Text;
using System.Text.Json;
using MadLab.Http;
using MadLab.Market.Caching;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>Answers of several symbols as one object, put together from the cached bytes and never kept whole.</summary>
internal sealed class BatchResult : IResult, IStatusCodeHttpResult
{
    private readonly IReadOnlyList<Symbol> _symbols;
    private readonly MarketRead[] _reads;
    private readonly FreshnessOptions _freshness;
    private readonly DateTimeOffset _now;
    private readonly string _tag;

    public BatchResult(HttpContext context, IReadOnlyList<Symbol> symbols, MarketRead[] reads, FreshnessOptions freshness, DateTimeOffset now)
    {
        _symbols = symbols;
        _reads = reads;
        _freshness = freshness;
        _now = now;
        _tag = EntityTags.Of(Encoding.UTF8.GetBytes(string.Join(',', symbols.Zip(reads, (s, r) => $"{s}{r.Entry.Identity.ETag}"))));
        StatusCode = EntityTags.NoneMatchHits(context.Request.Headers.IfNoneMatch, _tag)
            ? StatusCodes.Status304NotModified
            : StatusCodes.Status200OK;
    }

    public int StatusCode { get; }

    int? IStatusCodeHttpResult.StatusCode => StatusCode;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        MarketHeaders.Write(httpContext, _reads, _freshness, _now);
        MarketHeaders.WriteSource(response.Headers, _reads);
        response.Headers.ETag = _tag;
        response.StatusCode = StatusCode;
        if (StatusCode == StatusCodes.Status304NotModified)
        {
            return;
        }

        var names = new byte[_symbols.Count][];
        long length = 2;
        for (var i = 0; i < names.Length; i++)
        {
            // `"SYM":`, with a comma before all but the first.
            names[i] = Encoding.UTF8.GetBytes($"{(i == 0 ? string.Empty : ",")}\"{JsonEncodedText.Encode(_symbols[i].Value)}\":");
            length += names[i].Length + _reads[i].Entry.Identity.Bytes.Length;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = length;
        var body = response.Body;
        await body.WriteAsync("{"u8.ToArray(), httpContext.RequestAborted);
        for (var i = 0; i < names.Length; i++)
        {
            await body.WriteAsync(names[i], httpContext.RequestAborted);
            await body.WriteAsync(_reads[i].Entry.Identity.Bytes, httpContext.RequestAborted);
        }

        await body.WriteAsync("}"u8.ToArray(), httpContext.RequestAborted);
    }
}
