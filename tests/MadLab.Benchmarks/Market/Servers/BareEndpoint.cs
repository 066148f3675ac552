using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MadLab.Benchmarks.Market.Servers;

/// <summary>The floor: a routed endpoint that sets the same headers from values made beforehand and writes the same bytes at once.</summary>
internal sealed class BareEndpoint
{
    private const string Length = "Content-Length";

    private volatile RecordedAnswer? _answer;
    private KeyValuePair<string, StringValues>[] _headers = [];
    private long? _length;

    public void Map(WebApplication app)
    {
        app.MapGet("/api/market", context => AnswerAsync(context, _answer!));
        app.MapPost("/api/market", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await AnswerAsync(context, _answer!);
        });
    }

    public void Give(RecordedAnswer answer)
    {
        _headers = [.. answer.Headers.Where(h => h.Key != Length).Select(h => KeyValuePair.Create(h.Key, new StringValues(h.Value)))];
        _length = answer.Header(Length) is null ? null : answer.Body.Length;
        _answer = answer;
    }

    private Task AnswerAsync(HttpContext context, RecordedAnswer answer) =>
        answer.DelayMs == 0 ? WriteAsync(context, answer) : WriteLaterAsync(context, answer);

    private async Task WriteLaterAsync(HttpContext context, RecordedAnswer answer)
    {
        await Task.Delay(answer.DelayMs, context.RequestAborted);
        await WriteAsync(context, answer);
    }

    private Task WriteAsync(HttpContext context, RecordedAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        foreach (var (name, value) in _headers)
        {
            response.Headers[name] = value;
        }

        response.ContentLength = _length;
        return answer.Body.Length == 0 ? Task.CompletedTask : response.Body.WriteAsync(answer.Body).AsTask();
    }
}
