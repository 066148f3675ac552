using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Http;

/// <summary>What a handler threw, as the contract answers it.</summary>
internal static class RequestFailures
{
    // Not generated: of several classes in one assembly the generator writes each build in another order, and no build could be repeated.
    private static readonly Action<ILogger, string, string, Exception?> LogFailed = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(1, "RequestFailed"), "A request to {Area} failed with {Code}.");

    /// <summary>The answer and its status; false where the exception is not ours to answer, because half an answer is out already.</summary>
    public static bool TryAnswer(HttpContext http, string area, Exception exception, out IResult answer, out int status)
    {
        switch (exception)
        {
            case MadLabException e:
                var problem = Problem.From(e);

                // Only the store's: the provider chain has logged its own, once per upstream call and not once per caller.
                if (e is StoreException { InnerException: not null })
                {
                    Fail(http, area, problem.Code, e);
                }

                (answer, status) = (problem, problem.Status);
                return true;
            case OperationCanceledException when http.RequestAborted.IsCancellationRequested:
                // The client is gone: there is nobody to answer and nothing failed here.
                (answer, status) = (Results.Empty, StatusCodes.Status499ClientClosedRequest);
                return true;
            default:
                (answer, status) = (Problem.Internal(), StatusCodes.Status500InternalServerError);
                if (http.Response.HasStarted)
                {
                    return false;
                }

                Fail(http, area, "INTERNAL_ERROR", exception);
                return true;
        }
    }

    private static void Fail(HttpContext http, string area, string code, Exception exception)
    {
        var logger = http.RequestServices.GetRequiredService<ILogger<RequestFilter>>();
        LogFailed(logger, area, code, exception);
        ErrorReports.Send(http, area, code, exception, logger);
    }
}
