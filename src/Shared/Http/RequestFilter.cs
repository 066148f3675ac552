using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Http;

/// <summary>Around every handler of an area: measures it and turns what it throws into the contract's problem.</summary>
internal sealed class RequestFilter(string area) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var metrics = http.RequestServices.GetRequiredService<RequestMetrics>();
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var started = time.GetTimestamp();
        var status = StatusCodes.Status500InternalServerError;
        IResult? failure = null;
        try
        {
            var result = await next(context);
            status = (result as IStatusCodeHttpResult)?.StatusCode ?? http.Response.StatusCode;
            return result;
        }
        catch (Exception e) when (RequestFailures.TryAnswer(http, area, e, out failure, out status))
        {
            return failure;
        }
        finally
        {
            metrics.Record(area, http.Request.Method, status, time.GetElapsedTime(started));
        }
    }
}
