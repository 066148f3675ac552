namespace MadLab;

/// <summary>Open, high, low, close and volume of one interval.</summary>
/// <remarks>Valid when <c>Low &lt;= min(Open, Close) &lt;= max(Open, Close) &lt;= High</c> and <c>Volume &gt;= 0</c>; anything else is refused as malformed.</remarks>
public readonly record struct Bar
{
    private readonly bool _open;

    /// <summary>An intraday bar's start, UTC; a daily bar's session day at midnight UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The first price.</summary>
    public required decimal Open { get; init; }

    /// <summary>The highest price.</summary>
    public required decimal High { get; init; }

    /// <summary>The lowest price.</summary>
    public required decimal Low { get; init; }

    /// <summary>The last price.</summary>
    public required decimal Close { get; init; }

    /// <summary>Units traded; 0 when nothing was, or the feed has no volume.</summary>
    public decimal Volume { get; init; }

    /// <summary>Whether the interval is over; true by default. Only the newest bar of a series may be false.</summary>
    public bool IsFinal
    {
        get => !_open;
        init => _open = !value;
    }
}
