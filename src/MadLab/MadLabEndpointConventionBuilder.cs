using Microsoft.AspNetCore.Builder;

namespace MadLab;

/// <summary>Applies conventions, such as <c>RequireAuthorization()</c>, to every MadLab endpoint, or through a part to those of one area.</summary>
public sealed class MadLabEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IEndpointConventionBuilder _all;

    internal MadLabEndpointConventionBuilder(IEndpointConventionBuilder all) => _all = all;

    /// <summary>Prices, key figures, volatility surfaces, correlations, providers and search.</summary>
    public required IEndpointConventionBuilder Market { get; init; }

    /// <summary>WebSocket, server-sent events and polling.</summary>
    public required IEndpointConventionBuilder Streams { get; init; }

    /// <summary>Templates, workspaces and preferences.</summary>
    public required IEndpointConventionBuilder Store { get; init; }

    /// <summary>Metrics, which scrapers read.</summary>
    public required IEndpointConventionBuilder Metrics { get; init; }

    /// <summary>Health, which probes read.</summary>
    public required IEndpointConventionBuilder Health { get; init; }

    /// <summary>The operator's switches; without endpoints unless <see cref="MadLabOptions.OperatorPolicy"/> names a policy, which they always carry.</summary>
    public required IEndpointConventionBuilder Operator { get; init; }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _all.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) => _all.Finally(finallyConvention);
}
