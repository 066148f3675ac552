namespace MadLab.Providers.AlphaVantage;

/// <summary>How the provider asks Alpha Vantage.</summary>
public sealed record AlphaVantageOptions
{
    /// <summary>The key; without one the provider says that its credentials are missing, and is not asked.</summary>
    public string? Key { get; init; }

    /// <summary>The service.</summary>
    public Uri Address { get; init; } = new("https://www.alphavantage.co/");

    /// <summary>Whether the key's plan has the adjusted series and the whole history; false, the default, is the free plan: the last 100 sessions, raw.</summary>
    public bool IsPremium { get; init; }

    /// <summary>The most calls of a day; 25 by default, which is what the free plan allows. Null for none.</summary>
    public int? CallsPerDay { get; init; } = 25;

    /// <summary>The most calls of a minute; 5 by default.</summary>
    public int? CallsPerMinute { get; init; } = 5;

    /// <summary>How far quotes lag behind the market, in seconds; a day by default, because free quotes are those of the last session's end.</summary>
    public int DelaySeconds { get; init; } = 86_400;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(AlphaVantageOptions)} {{ {Address}, {(Key is null ? "no key" : "key ***")} }}";
}
