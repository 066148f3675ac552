using MadLab.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Hosting.Http;

/// <summary>Answers what no endpoint caught: a problem without a detail of what went wrong. The middleware logs the exception.</summary>
internal static class LastResort
{
    public static void UseLastResort(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        AllowStatusCode404Response = true,
        ExceptionHandler = static context =>
        {
            // The middleware cleared the headers.
            SecurityHeaders.Apply(context.Response.Headers);
            var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
            var problem = error switch
            {
                MadLabException known => Problem.From(known),
                BadHttpRequestException bad => new Problem(bad.StatusCode, "BAD_REQUEST", "The request cannot be read."),
                _ => Problem.Internal(),
            };
            if (error is not null && problem.Status >= StatusCodes.Status500InternalServerError)
            {
                ErrorReports.Send(context, "host", problem.Code, error, context.RequestServices.GetRequiredService<ILogger<MadLabHostEndpoints>>());
            }

            return problem.ExecuteAsync(context);
        },
    });
}
