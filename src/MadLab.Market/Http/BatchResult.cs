using System.Text;
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
        _tag = Tag(symbols, reads);
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

        // `"SYM":` of each with a comma between two, in braces.
        var length = 1L;
        for (var i = 0; i < _reads.Length; i++)
        {
            length += 4 + BodySender.LengthOf(_symbols[i]) + _reads[i].Entry.Identity.Bytes.Length;
        }

        response.ContentType = MarketHeaders.Json;
        response.ContentLength = length;

        // Started first: until then the server keeps what is written in memory of its own.
        await response.StartAsync(httpContext.RequestAborted);
        var body = new BodySender(response.BodyWriter);
        for (var i = 0; i < _reads.Length; i++)
        {
            body.Write(i == 0 ? "{"u8 : ","u8);
            body.WriteName(_symbols[i]);
            body.Write(_reads[i].Entry.Identity.Bytes);
            if (body.IsDue && !await body.SendAsync(httpContext.RequestAborted))
            {
                return;
            }
        }

        body.Write("}"u8);
        await body.SendAsync(httpContext.RequestAborted);
    }

    /// <summary>Over the tags of the parts and what each is of.</summary>
    private static string Tag(IReadOnlyList<Symbol> symbols, MarketRead[] reads)
    {
        var text = new StringBuilder(reads.Length * 32);
        for (var i = 0; i < reads.Length; i++)
        {
            text.Append(symbols[i].Value).Append(reads[i].Entry.Identity.ETag).Append(',');
        }

        return EntityTags.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
