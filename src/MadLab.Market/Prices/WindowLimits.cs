namespace MadLab.Market.Prices;

/// <summary>How far bars of less than a day reach: about 17,500 bars of a market that never closes, so that nobody asks for a million.</summary>
internal static class WindowLimits
{
    /// <summary>The most symbols of one call for bars of less than a day.</summary>
    public const int MaxSymbols = 10;

    /// <summary>How many times further shorter bars may reach that longer ones are made from.</summary>
    private const int SourceFactor = 6;

    private static readonly int[] Days = [10, 60, 186, 732];

    /// <summary>The longest window, in days; null where there is no limit.</summary>
    public static int? MaxDays(BarInterval interval) => interval.IsIntraday() ? Days[(int)interval] : null;

    /// <summary>The longest window of longer bars made from these, in days.</summary>
    public static int MaxSourceDays(BarInterval source) => SourceFactor * Days[(int)source];

    /// <summary>The most days that a range spans, week-ends included; null without a limit.</summary>
    public static int? DaysOf(PriceRange range) => range switch
    {
        PriceRange.OneDay => 1,
        PriceRange.FiveDays => 7,
        PriceRange.OneMonth => 31,
        PriceRange.ThreeMonths => 92,
        PriceRange.SixMonths => 184,
        PriceRange.OneYear => 366,
        PriceRange.TwoYears => 731,
        PriceRange.FiveYears => 1827,
        _ => null,
    };

    /// <summary>How many days a window or range spans; null without a limit.</summary>
    public static int? DaysOf(PriceRange range, PriceWindow window, DateOnly? asOf, DateTimeOffset now)
    {
        if (window.From is not { } from)
        {
            return DaysOf(range);
        }

        var end = window.To ?? (asOf is { } day ? EndOf(day) : now);
        return (int)Math.Ceiling(Math.Max(0, (end - from).TotalDays));
    }

    /// <summary>The last moment of a day, UTC.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new DateTimeOffset(day, TimeOnly.MaxValue, TimeSpan.Zero);
}
