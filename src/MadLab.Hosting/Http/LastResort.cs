using MadLab.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

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
            var problem = context.Features.Get<IExceptionHandlerFeature>()?.Error switch
            {
                MadLabException known => Problem.From(known),
                BadHttpRequestException bad => new Problem(bad.StatusCode, "BAD_REQUEST", "The request cannot be read."),
                _ => Problem.Internal(),
            };
            return problem.ExecuteAsync(context);
        },
    });
}
