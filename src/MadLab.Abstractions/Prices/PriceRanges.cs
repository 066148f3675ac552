using System.Diagnostics.CodeAnalysis;

namespace MadLab;

/// <summary>Reads and writes ranges and says where they begin.</summary>
public static class PriceRanges
{
    private static readonly string[] Texts = ["1D", "5D", "1M", "3M", "6M", "1Y", "2Y", "5Y", "MAX"];

    /// <summary>The texts of all ranges, shortest first.</summary>
    public static IReadOnlyList<string> All => Texts;

    /// <summary>The range's text, such as <c>6M</c>.</summary>
    public static string ToText(this PriceRange range) => Texts[(int)range];

    /// <summary>Reads a range, any case; false when the text is none of <see cref="All"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PriceRange range)
    {
        var trimmed = text.AsSpan().Trim();
        for (var i = 0; i < Texts.Length; i++)
        {
            if (trimmed.Equals(Texts[i], StringComparison.OrdinalIgnoreCase))
            {
                range = (PriceRange)i;
                return true;
            }
        }

        range = PriceRange.SixMonths;
        return false;
    }

    /// <summary>Whether the range asks for intraday bars where there are some.</summary>
    public static bool IsIntraday(this PriceRange range) => range is PriceRange.OneDay or PriceRange.FiveDays;

    /// <summary>The first day of a daily range, which is part of it: calendar months and years before the newest day.</summary>
    /// <param name="range">The range; for <c>1D</c> and <c>5D</c> use <see cref="Sessions"/>, because they count sessions.</param>
    /// <param name="newest">The day of the newest bar.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range counts sessions, not months.</exception>
    public static DateOnly FirstDay(this PriceRange range, DateOnly newest) => range switch
    {
        PriceRange.OneMonth => Back(newest, 1),
        PriceRange.ThreeMonths => Back(newest, 3),
        PriceRange.SixMonths => Back(newest, 6),
        PriceRange.OneYear => Back(newest, 12),
        PriceRange.TwoYears => Back(newest, 24),
        PriceRange.FiveYears => Back(newest, 60),
        PriceRange.Max => DateOnly.MinValue,
        _ => throw new ArgumentOutOfRangeException(nameof(range), range, "1D and 5D count sessions."),
    };

    /// <summary>How many sessions the range counts; null when it counts calendar months.</summary>
    public static int? Sessions(this PriceRange range) => range switch
    {
        PriceRange.OneDay => 1,
        PriceRange.FiveDays => 5,
        _ => null,
    };

    private static DateOnly Back(DateOnly day, int months) =>
        day.DayNumber < months * 31 ? DateOnly.MinValue : day.AddMonths(-months);
}
