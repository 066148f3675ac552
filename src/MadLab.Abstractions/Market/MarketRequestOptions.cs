using System.Security.Claims;

namespace MadLab;

/// <summary>What a caller may choose about an answer.</summary>
public sealed record MarketRequestOptions
{
    /// <summary>The one provider to ask; null, the default, asks them in order.</summary>
    public string? Provider { get; init; }

    /// <summary>What prices are corrected for; null, the default, corrects for all that the provider can.</summary>
    public PriceAdjustment? Adjustment { get; init; }

    /// <summary>For whom the host asks: <see cref="IMarketAccess"/>, where there is one, then decides as over HTTP. Null, the default, is the host itself, which sees everything.</summary>
    public ClaimsPrincipal? Caller { get; init; }
}
