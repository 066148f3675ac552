using System.Diagnostics.CodeAnalysis;

namespace MadLab;

/// <summary>Reads and writes intervals and says how long they are.</summary>
public static class BarIntervals
{
    private static readonly string[] Texts = ["1m", "5m", "15m", "1h", "1d", "1w"];
    private static readonly int[] Minutes = [1, 5, 15, 60, 24 * 60, 7 * 24 * 60];

    /// <summary>The texts of all intervals, shortest first.</summary>
    public static IReadOnlyList<string> All => Texts;

    /// <summary>The interval's text, such as <c>15m</c>.</summary>
    public static string ToText(this BarInterval interval) => Texts[(int)interval];

    /// <summary>Reads an interval, any case; false when the text is none of <see cref="All"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BarInterval interval)
    {
        var trimmed = text.AsSpan().Trim();
        for (var i = 0; i < Texts.Length; i++)
        {
            if (trimmed.Equals(Texts[i], StringComparison.OrdinalIgnoreCase))
            {
                interval = (BarInterval)i;
                return true;
            }
        }

        interval = BarInterval.OneDay;
        return false;
    }

    /// <summary>The longest a bar lasts: the last one of a session may be cut short by the close.</summary>
    public static TimeSpan Length(this BarInterval interval) => TimeSpan.FromMinutes(Minutes[(int)interval]);

    /// <summary>Whether bars are shorter than a session.</summary>
    public static bool IsIntraday(this BarInterval interval) => interval < BarInterval.OneDay;
}
