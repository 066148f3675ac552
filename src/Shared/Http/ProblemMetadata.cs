using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MadLab.Http;

internal static class ProblemMetadata
{
    /// <summary>Says in the OpenAPI document which failures an endpoint has.</summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemSchema), [Problem.ContentType]));
        }

        return builder;
    }
}
