using System.Runtime.InteropServices;

namespace MadLab.Market.Analytics;

/// <summary>Reads bars where they lie: a bar has a hundred bytes, too many to copy through an interface in a loop.</summary>
internal static class BarList
{
    /// <summary>The bars; copied only when the list is neither an array nor a <see cref="List{T}"/>.</summary>
    public static ReadOnlySpan<Bar> AsSpan(IReadOnlyList<Bar> bars) => bars switch
    {
        Bar[] array => array,
        List<Bar> list => CollectionsMarshal.AsSpan(list),
        _ => bars.ToArray(),
    };

    /// <summary>The day of a daily bar.</summary>
    public static DateOnly DayOf(in Bar bar) => DateOnly.FromDateTime(bar.Time.UtcDateTime);
}
