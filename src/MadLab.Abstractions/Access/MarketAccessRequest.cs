using System.Security.Claims;

namespace MadLab;

/// <summary>Who asks for what.</summary>
public readonly record struct MarketAccessRequest
{
    /// <summary>The caller, as the host's authentication has it; without an identity that is authenticated where nobody signed in.</summary>
    public required ClaimsPrincipal Caller { get; init; }

    /// <summary>The name of the provider that serves the data.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's feed, such as <c>iex</c> or <c>sip</c>.</summary>
    public required string Feed { get; init; }

    /// <summary>The instrument.</summary>
    public required Symbol Symbol { get; init; }
}
