namespace MadLab;

/// <summary>The state of one instrument at one moment, as a stream sends it.</summary>
public sealed record Quote
{
    /// <summary>The instrument.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>The last price.</summary>
    public required decimal Price { get; init; }

    /// <summary>When this price came to be, UTC; for a replay the moment of sending.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Units traded in the session so far.</summary>
    public decimal Volume { get; init; }

    /// <summary>Price less the previous session's close.</summary>
    public decimal Change { get; init; }

    /// <summary><see cref="Change"/> in percent of the previous close (1.5 is 1.5 %).</summary>
    public decimal ChangePercent { get; init; }

    /// <summary>The session's first price.</summary>
    public decimal Open { get; init; }

    /// <summary>The session's highest price so far.</summary>
    public decimal High { get; init; }

    /// <summary>The session's lowest price so far.</summary>
    public decimal Low { get; init; }

    /// <summary>The previous session's close, where known.</summary>
    public decimal? PreviousClose { get; init; }

    /// <summary>The best bid, where the feed has one.</summary>
    public decimal? Bid { get; init; }

    /// <summary>The best ask, where the feed has one.</summary>
    public decimal? Ask { get; init; }

    /// <summary>Units at the best bid, where the feed has them.</summary>
    public decimal? BidSize { get; init; }

    /// <summary>Units at the best ask, where the feed has them.</summary>
    public decimal? AskSize { get; init; }
}
