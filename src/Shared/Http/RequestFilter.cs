using MadLab.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Http;

/// <summary>Around every handler of an area: measures it and turns what it throws into the contract's problem.</summary>
internal sealed class RequestFilter(string area) : IEndpointFilter
{
    // Not generated: of several classes in one assembly the generator writes each build in another order, and no build could be repeated.
    private static readonly Action<ILogger, string, string, Exception?> LogFailed = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(1, "RequestFailed"), "A request to {Area} failed with {Code}.");

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var metrics = http.RequestServices.GetRequiredService<RequestMetrics>();
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var started = time.GetTimestamp();
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            var result = await next(context);
            status = (result as IStatusCodeHttpResult)?.StatusCode ?? http.Response.StatusCode;
            return result;
        }
        catch (MadLabException e)
        {
            var problem = Problem.From(e);
            status = problem.Status;

            // Only the store's: the provider chain has logged its own, once per upstream call and not once per caller.
            if (e is StoreException { InnerException: not null })
            {
                LogFailed(http.RequestServices.GetRequiredService<ILogger<RequestFilter>>(), area, problem.Code, e);
            }

            return problem;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone: there is nobody to answer and nothing failed here.
            status = StatusCodes.Status499ClientClosedRequest;
            return Results.Empty;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            LogFailed(http.RequestServices.GetRequiredService<ILogger<RequestFilter>>(), area, "INTERNAL_ERROR", e);
            return Problem.Internal();
        }
        finally
        {
            metrics.Record(area, http.Request.Method, status, time.GetElapsedTime(started));
        }
    }
}
