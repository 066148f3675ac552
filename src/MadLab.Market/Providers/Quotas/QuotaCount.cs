using System.Globalization;

namespace MadLab.Market.Providers.Quotas;

/// <summary>The calls to a provider as a store keeps them.</summary>
/// <param name="Day">The UTC day, counted from 1970.</param>
/// <param name="Used">The calls of that day.</param>
/// <param name="LastSecond">When it was written, in Unix seconds.</param>
/// <param name="InMinute">The calls of the minute before.</param>
internal readonly record struct QuotaCount(long Day, long Used, long LastSecond, int InMinute)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day} {Used} {LastSecond} {InMinute}");

    /// <summary>What was written; null where it is nothing that we write.</summary>
    public static QuotaCount? Parse(string? text)
    {
        var parts = text?.Split(' ');
        return parts is { Length: 4 } && Read(parts[0], out var day) && Read(parts[1], out var used) && Read(parts[2], out var second) && Read(parts[3], out var minute)
            ? new QuotaCount(day, used, second, (int)Math.Min(minute, int.MaxValue / 2))
            : null;

        static bool Read(string part, out long value) => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
