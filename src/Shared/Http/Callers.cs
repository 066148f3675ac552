using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace MadLab.Http;

/// <summary>What an answer may say about who may keep it.</summary>
internal static class Callers
{
    /// <summary>Whether a shared cache must not keep the answer: the endpoint carries authorisation, the caller is signed in, or the host decides who may see what.</summary>
    public static bool IsPrivate(HttpContext context)
    {
        // Not HttpContext.User, which makes up a caller where nobody signed in.
        if (context.Features.Get<IHttpAuthenticationFeature>()?.User?.Identity?.IsAuthenticated == true)
        {
            return true;
        }

        var metadata = context.GetEndpoint()?.Metadata;
        return metadata is not null
            && (metadata.GetMetadata<AnswersByCaller>() is not null || AsksForAuthorization(metadata));
    }

    /// <summary>Whether two callers may get different answers from the same address.</summary>
    public static bool TellApart(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<AnswersByCaller>() is not null;

    private static bool AsksForAuthorization(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<IAllowAnonymous>() is null
            && (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<IAuthorizationRequirementData>() is not null || metadata.GetMetadata<AuthorizationPolicy>() is not null);
}
