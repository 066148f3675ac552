namespace MadLab;

/// <summary>What a provider is and can do; the host checks it before it calls.</summary>
public sealed record ProviderDescriptor
{
    /// <summary>The feed's short name as clients see it, such as <c>iex</c>, <c>sip</c> or <c>synthetic</c>.</summary>
    public required string Feed { get; init; }

    /// <summary>What the provider offers of the interfaces it implements; all of them by default.</summary>
    public ProviderCapabilities Capabilities { get; init; } = ProviderCapabilities.All;

    /// <summary>How far the feed lags behind the market, in seconds; 0 by default.</summary>
    public int DelaySeconds { get; init; }

    /// <summary>Whether the provider has its upstream's credentials; <see cref="ProviderCredentials.NotNeeded"/> by default. A provider whose key is missing is made all the same, and says so here.</summary>
    public ProviderCredentials Credentials { get; init; }

    /// <summary>
    /// The kinds of instruments served; empty, the default, when any. A symbol that by its form is of another kind (<c>BTC-USD</c>, <c>EURUSD=X</c>, <c>^GSPC</c>, an option of the OCC) is
    /// unknown here without a call.
    /// </summary>
    public IReadOnlyList<AssetClass> AssetClasses { get; init; } = [];

    /// <summary>When the instruments trade; <see cref="TradingHours.ByInstrument"/> by default.</summary>
    public TradingHours Hours { get; init; }

    /// <summary>Whether the data is made up; it is then labelled as a demonstration wherever a user could take it for real.</summary>
    public bool IsDemo { get; init; }

    /// <summary>Whether the data is a fixed history that is not kept up with the market, such as a folder of files: it is then never called stale. False by default.</summary>
    public bool IsHistorical { get; init; }

    /// <summary>Whether the past is served as it was known then: <see cref="PriceRequest.AsOf"/>, and the option chain of a past day. False by default.</summary>
    public bool AnswersAsOf { get; init; }

    /// <summary>What one call may ask for.</summary>
    public ProviderLimits Limits { get; init; } = new();

    /// <summary>The adjustments of price series offered; <c>raw</c> alone by default.</summary>
    public IReadOnlyList<PriceAdjustment> Adjustments { get; init; } = [PriceAdjustment.Raw];

    /// <summary>The currency of prices, ISO 4217 or <c>GBp</c> for pence, where all instruments share one.</summary>
    public string? Currency { get; init; }

    /// <summary>How the provider writes <see cref="Kpis.DividendYield"/>; <see cref="RatioUnit.Fraction"/> by default. The host serves fractions, whatever this is.</summary>
    public RatioUnit DividendYieldUnit { get; init; }

    /// <summary>An instrument that the provider always has, to try it with; null where its author knows none.</summary>
    public Symbol? TestSymbol { get; init; }

    /// <summary>Who must be named where the data is shown.</summary>
    public string? Attribution { get; init; }

    /// <summary>Where the terms are under which the upstream's data may be used and shown; null where there are none.</summary>
    public Uri? Terms { get; init; }
}
