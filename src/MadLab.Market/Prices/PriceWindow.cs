namespace MadLab.Market.Prices;

/// <summary>The part of a price series that a caller chose: bars of one length, by a range or between two moments.</summary>
/// <param name="Interval">The length of the bars.</param>
/// <param name="From">The first moment of a bar; null where the range says it.</param>
/// <param name="To">The last moment of a bar; null for the newest.</param>
internal sealed record PriceWindow(BarInterval Interval, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>The window of some options; null where the range alone says all.</summary>
    public static PriceWindow? Of(MarketRequestOptions? options) => options switch
    {
        null or { Interval: null or BarInterval.OneDay, From: null, To: null } => null,
        _ => new PriceWindow(options.Interval ?? BarInterval.OneDay, options.From?.ToUniversalTime(), options.To?.ToUniversalTime()),
    };

    /// <summary>Whether a bar that begins at a moment belongs to it, both ends included.</summary>
    public bool Contains(DateTimeOffset time) => time >= (From ?? DateTimeOffset.MinValue) && time <= (To ?? DateTimeOffset.MaxValue);

    /// <summary>The window in words, for errors.</summary>
    public override string ToString() => (From, To) switch
    {
        ({ } from, { } to) => $"{Interval.ToText()} bars from {Text(from)} to {Text(to)}",
        ({ } from, null) => $"{Interval.ToText()} bars from {Text(from)} on",
        (null, { } to) => $"{Interval.ToText()} bars up to {Text(to)}",
        _ => $"{Interval.ToText()} bars",
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
