using Microsoft.AspNetCore.Builder;

namespace MadLab.Hosting;

/// <summary>Applies conventions, such as <c>RequireAuthorization()</c>, to every endpoint of the service, the legacy stream included.</summary>
public sealed class MadLabHostEndpoints : IEndpointConventionBuilder
{
    internal MadLabHostEndpoints(MadLabEndpointConventionBuilder api, IEndpointConventionBuilder legacyStream)
    {
        Api = api;
        LegacyStream = legacyStream;
    }

    /// <summary>What is below <c>/api</c>, with one part per area.</summary>
    public MadLabEndpointConventionBuilder Api { get; }

    /// <summary>The events at <c>/pages/api/stream</c>, which older clients read.</summary>
    public IEndpointConventionBuilder LegacyStream { get; }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention)
    {
        Api.Add(convention);
        LegacyStream.Add(convention);
    }

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        Api.Finally(finallyConvention);
        LegacyStream.Finally(finallyConvention);
    }
}
