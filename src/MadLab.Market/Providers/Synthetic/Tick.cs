namespace MadLab.Market.Providers.Synthetic;

/// <summary>One instrument at one step; prices in ticks.</summary>
internal readonly record struct Tick
{
    /// <summary>The step, see <see cref="Steps"/>.</summary>
    public required long Step { get; init; }

    /// <summary>The running session, else the last finished one.</summary>
    public required SessionPath Session { get; init; }

    /// <summary>The minute of the session that runs; null when it is over.</summary>
    public required int? Minute { get; init; }

    /// <summary>The running minute so far: open, high, low, the price, units traded in it.</summary>
    public required MinuteBar MinuteSoFar { get; init; }

    public required int Price { get; init; }

    /// <summary>The session's highest price so far.</summary>
    public required int High { get; init; }

    /// <summary>The session's lowest price so far.</summary>
    public required int Low { get; init; }

    /// <summary>Units traded in the session so far.</summary>
    public required long Volume { get; init; }
}
