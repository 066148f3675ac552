using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace MadLab.Streaming.Authorization;

/// <summary>What an endpoint asks of its callers, put together as the authorization middleware does.</summary>
internal static class EndpointPolicy
{
    /// <summary>The policy; null where everybody may call. Allocates nothing then.</summary>
    public static async ValueTask<AuthorizationPolicy?> OfAsync(IAuthorizationPolicyProvider policies, Endpoint? endpoint)
    {
        var metadata = endpoint?.Metadata ?? EndpointMetadataCollection.Empty;
        if (metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return null;
        }

        var named = metadata.GetOrderedMetadata<IAuthorizeData>();
        var given = metadata.GetOrderedMetadata<AuthorizationPolicy>();
        var policy = named.Count + given.Count == 0
            ? await policies.GetFallbackPolicyAsync()
            : await AuthorizationPolicy.CombineAsync(policies, named, given);
        var demands = metadata.GetOrderedMetadata<IAuthorizationRequirementData>();
        if (demands.Count == 0)
        {
            return policy;
        }

        var demanded = new AuthorizationPolicyBuilder().AddRequirements([.. demands.SelectMany(static d => d.GetRequirements())]).Build();
        return policy is null ? demanded : AuthorizationPolicy.Combine(policy, demanded);
    }
}
