using System.Text;
using MadLab.Http;
using MadLab.Market.Caching;
using Microsoft.AspNetCore.Http;

namespace MadLab.Market.Http;

/// <summary>Answers of several symbols as one object, put together from the cached bytes and never kept whole.</summary>
internal sealed class BatchResult : IResult, IStatusCodeHttpResult
{
    private readonly IReadOnlyList<Symbol> _symbols;
    private readonly BatchParts _parts;
    private readonly FreshnessOptions _freshness;
    private readonly DateTimeOffset _now;

    // Null where a part was let go: what it will be when it is its turn nobody knows yet.
    private readonly string? _tag;

    public BatchResult(HttpContext context, IReadOnlyList<Symbol> symbols, BatchParts parts, FreshnessOptions freshness, DateTimeOffset now)
    {
        _symbols = symbols;
        _parts = parts;
        _freshness = freshness;
        _now = now;
        _tag = parts.AreAllHeld ? Tag(symbols, parts) : null;
        StatusCode = _tag is not null && EntityTags.NoneMatchHits(context.Request.Headers.IfNoneMatch, _tag)
            ? StatusCodes.Status304NotModified
            : StatusCodes.Status200OK;
    }

    public int StatusCode { get; }

    int? IStatusCodeHttpResult.StatusCode => StatusCode;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (_parts)
        {
            WriteHeaders(httpContext);
            if (StatusCode == StatusCodes.Status200OK)
            {
                // Started first: until then the server keeps what is written in memory of its own.
                await httpContext.Response.StartAsync(httpContext.RequestAborted);
                await WriteBodyAsync(httpContext);
            }
        }
    }

    private void WriteHeaders(HttpContext context)
    {
        var response = context.Response;
        var reads = new MarketRead[_parts.Count];
        for (var i = 0; i < reads.Length; i++)
        {
            reads[i] = _parts[i].Read;
        }

        MarketHeaders.Write(context, reads, _freshness, _now);
        MarketHeaders.WriteSource(response.Headers, reads);
        response.StatusCode = StatusCode;
        if (_tag is null)
        {
            // The headers say what was read first; what is sent may be newer, or older where its provider fails meanwhile.
            MarketHeaders.ForbidStore(response.Headers);
        }
        else
        {
            response.Headers.ETag = _tag;
        }

        if (StatusCode == StatusCodes.Status304NotModified)
        {
            return;
        }

        response.ContentType = MarketHeaders.Json;
        response.ContentLength = _tag is null ? null : LengthOf(reads);
    }

    private async Task WriteBodyAsync(HttpContext context)
    {
        var body = new BodySender(context.Response.BodyWriter);
        for (var i = 0; i < _parts.Count; i++)
        {
            var part = await _parts.TakeAsync(i);
            if (part.Error is not null)
            {
                // All or nothing, and the status is out: an answer that breaks off is the one thing left that nobody takes for whole.
                context.Abort();
                return;
            }

            body.Write(i == 0 ? "{"u8 : ","u8);
            body.WriteName(_symbols[i]);
            if (!await body.WriteAsync(part.Read.Entry.Identity.Bytes, context.RequestAborted))
            {
                return;
            }

            _parts.LetGo(i);
        }

        body.Write("}"u8);
        await body.SendAsync(context.RequestAborted);
    }

    /// <summary>`"SYM":` of each with a comma between two, in braces.</summary>
    private long LengthOf(MarketRead[] reads)
    {
        var length = 1L;
        for (var i = 0; i < reads.Length; i++)
        {
            length += 4 + BodySender.LengthOf(_symbols[i]) + reads[i].Entry.Identity.Bytes.Length;
        }

        return length;
    }

    /// <summary>Over the tags of the parts and what each is of.</summary>
    private static string Tag(IReadOnlyList<Symbol> symbols, BatchParts parts)
    {
        var text = new StringBuilder(parts.Count * 32);
        for (var i = 0; i < parts.Count; i++)
        {
            text.Append(symbols[i].Value).Append(parts[i].Read.Entry.Identity.ETag).Append(',');
        }

        return EntityTags.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
