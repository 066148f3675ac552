namespace MadLab.Providers.Coinbase;

/// <summary>Where the provider finds Coinbase Exchange; neither address takes a key.</summary>
public sealed record CoinbaseOptions
{
    /// <summary>The REST service.</summary>
    public Uri Address { get; init; } = new("https://api.exchange.coinbase.com/");

    /// <summary>The WebSocket feed.</summary>
    public Uri FeedAddress { get; init; } = new("wss://ws-feed.exchange.coinbase.com");

    /// <summary>The most requests for bars of a second; 8 by default, below the ten that an address may make. More wait.</summary>
    public int RequestsPerSecond { get; init; } = 8;
}
