namespace MyMarketData;

/// <summary>How the provider asks its upstream.</summary>
public sealed record VendorOptions
{
    /// <summary>The service.</summary>
    public Uri Address { get; init; } = new("https://data.example/");

    /// <summary>The key; without one the provider says that its credentials are missing, and is not asked.</summary>
    public string? Key { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Address}, {(Key is null ? "no key" : "key ***")}";
}
