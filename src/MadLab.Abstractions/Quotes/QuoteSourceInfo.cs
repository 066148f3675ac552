namespace MadLab;

/// <summary>Which provider serves the quotes of a symbol.</summary>
public sealed record QuoteSourceInfo
{
    /// <summary>The name of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The feed, such as <c>iex</c> or <c>synthetic</c>.</summary>
    public required string Feed { get; init; }

    /// <summary>How far the feed lags behind the market, in seconds.</summary>
    public int DelaySeconds { get; init; }

    /// <summary>The currency of the prices, ISO 4217 or <c>GBp</c> for pence, where known.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether the quotes are made up for demonstration.</summary>
    public bool IsDemo { get; init; }

    /// <summary>The session that is replayed; null when the quotes are live.</summary>
    public ReplaySession? Replay { get; init; }
}
