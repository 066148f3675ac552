using MadLab.Providers.Lean.Catalog;
using MadLab.Providers.Lean.Files;

namespace MadLab.Providers.Lean.Bars;

/// <summary>Reads the bars of one file.</summary>
internal static class BarReader
{
    private static readonly long MillisecondsADay = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    /// <summary>Reads a daily or hourly file, whose lines begin with date and time.</summary>
    /// <param name="stream">The zip file.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="market">How its lines are written.</param>
    /// <param name="from">Bars of earlier days are passed over.</param>
    /// <exception cref="MarketDataException">The file is broken.</exception>
    public static LeanBar[] ReadDated(Stream stream, string file, LeanMarket market, DateOnly from = default) =>
        ZipFiles.ReadCsv(stream, file, lines => Read(lines, market, from.ToDateTime(TimeOnly.MinValue), null));

    /// <summary>Reads a file of one day, whose lines begin with the milliseconds since midnight.</summary>
    /// <exception cref="MarketDataException">The file is broken.</exception>
    public static LeanBar[] ReadDay(Stream stream, string file, LeanMarket market, DateOnly day) =>
        ZipFiles.ReadCsv(stream, file, lines => Read(lines, market, DateTime.MinValue, day.ToDateTime(TimeOnly.MinValue)));

    private static LeanBar[] Read(LineReader lines, LeanMarket market, DateTime from, DateTime? midnight)
    {
        var bars = new List<LeanBar>();
        var previous = DateTime.MinValue;
        while (lines.TryRead(out var line))
        {
            var fields = new CsvFields(line);
            fields.TryNext(out var stamp);
            if (!TryTime(stamp, midnight, out var time))
            {
                throw lines.Malformed("the time cannot be read");
            }

            if (time <= previous)
            {
                throw lines.Malformed("times do not increase");
            }

            previous = time;
            if (time < from)
            {
                continue;
            }

            if (!(market.HasBidAndAsk ? TryMid(ref fields, time, market.PriceShift, out var bar) : TryTrade(ref fields, time, market.PriceShift, out bar)))
            {
                throw lines.Malformed(market.HasBidAndAsk ? "a time and ten numbers belong here" : "a time and five numbers belong here");
            }

            if (!bar.IsValid)
            {
                throw lines.Malformed("high and low do not enclose open and close, or the volume is negative");
            }

            bars.Add(bar);
        }

        return previous == DateTime.MinValue ? throw lines.Empty() : [.. bars];
    }

    private static bool TryTime(ReadOnlySpan<byte> stamp, DateTime? midnight, out DateTime time)
    {
        if (midnight is not { } start)
        {
            return CsvNumbers.TryTime(stamp, out time);
        }

        var read = CsvNumbers.TryInt(stamp, out var milliseconds) && milliseconds < MillisecondsADay;
        time = start.AddMilliseconds(read ? milliseconds : 0);
        return read;
    }

    private static bool TryTrade(ref CsvFields fields, DateTime time, int shift, out LeanBar bar)
    {
        var read = fields.TryNextNumber(shift, out var open) & fields.TryNextNumber(shift, out var high)
            & fields.TryNextNumber(shift, out var low) & fields.TryNextNumber(shift, out var close)
            & fields.TryNextNumber(0, out var volume) & !fields.TryNext(out _);
        bar = new LeanBar(time, open, high, low, close, volume);
        return read;
    }

    // Halfway between bid and ask; where one side is missing the other stands for both. Sizes are not volumes.
    private static bool TryMid(ref CsvFields fields, DateTime time, int shift, out LeanBar bar)
    {
        Span<decimal> bid = stackalloc decimal[4];
        Span<decimal> ask = stackalloc decimal[4];
        bar = default;
        if (!TrySide(ref fields, shift, bid, out var hasBid) || !TrySide(ref fields, shift, ask, out var hasAsk)
            || fields.TryNext(out _) || !(hasBid || hasAsk))
        {
            return false;
        }

        for (var i = 0; i < 4; i++)
        {
            bid[i] = hasBid && hasAsk ? (bid[i] + ask[i]) / 2 : hasBid ? bid[i] : ask[i];
        }

        bar = new LeanBar(time, bid[0], bid[1], bid[2], bid[3], 0);
        return true;
    }

    private static bool TrySide(ref CsvFields fields, int shift, scoped Span<decimal> prices, out bool has)
    {
        has = true;
        for (var i = 0; i < 4; i++)
        {
            if (!fields.TryNext(out var field))
            {
                return false;
            }

            if (field.IsEmpty)
            {
                has = false;
            }
            else if (!CsvNumbers.TryNumber(field, shift, out prices[i]))
            {
                return false;
            }
        }

        return fields.TryNext(out _);
    }
}
