using System.Buffers.Text;

namespace MadLab.Providers.Lean.Files;

/// <summary>Reads numbers and dates from bytes.</summary>
internal static class CsvNumbers
{
    // 18 digits always fit a long.
    private const int MaxFastDigits = 18;

    /// <summary>Reads a decimal number of any usual form, and moves its point to the left.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, int shift, out decimal value)
    {
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        long mantissa = 0;
        var count = 0;
        var point = -1;
        foreach (var c in digits)
        {
            if (c is >= (byte)'0' and <= (byte)'9' && count < MaxFastDigits)
            {
                mantissa = (mantissa * 10) + (c - '0');
                count++;
            }
            else if (c == '.' && point < 0)
            {
                point = count;
            }
            else
            {
                return TrySlowly(text, shift, out value);
            }
        }

        if (count == 0)
        {
            value = 0;
            return false;
        }

        value = Decimals.Create((ulong)mantissa, negative, shift + (point < 0 ? 0 : count - point));
        return true;
    }

    /// <summary>Reads <c>yyyyMMdd</c>.</summary>
    public static bool TryDay(ReadOnlySpan<byte> text, out DateOnly day)
    {
        day = default;
        return text.Length == 8 && TryInt(text, out var number)
            && TryDay(number / 10_000, number / 100 % 100, number % 100, out day);
    }

    /// <summary>Reads <c>yyyy-MM-dd</c>.</summary>
    public static bool TryIsoDay(ReadOnlySpan<byte> text, out DateOnly day)
    {
        day = default;
        return text.Length == 10 && text[4] == '-' && text[7] == '-'
            && TryInt(text[..4], out var year) && TryInt(text[5..7], out var month) && TryInt(text[8..], out var of)
            && TryDay(year, month, of, out day);
    }

    /// <summary>Reads <c>yyyyMMdd HH:mm</c>, or <c>yyyyMMdd</c> alone for midnight.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out DateTime time)
    {
        time = default;
        if (text.Length < 8 || !TryDay(text[..8], out var day))
        {
            return false;
        }

        var hour = 0;
        var minute = 0;
        if (text.Length != 8
            && (text.Length != 14 || text[8] != ' ' || text[11] != ':'
                || !TryInt(text[9..11], out hour) || !TryInt(text[12..], out minute) || hour > 23 || minute > 59))
        {
            return false;
        }

        time = day.ToDateTime(new TimeOnly(hour, minute));
        return true;
    }

    /// <summary>Reads digits alone, at most 9.</summary>
    public static bool TryInt(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return text.Length is > 0 and <= 9;
    }

    private static bool TryDay(int year, int month, int day, out DateOnly date)
    {
        date = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    private static bool TrySlowly(ReadOnlySpan<byte> text, int shift, out decimal value)
    {
        if (!Utf8Parser.TryParse(text, out value, out var consumed, 'E')
            && !Utf8Parser.TryParse(text, out value, out consumed))
        {
            return false;
        }

        if (consumed != text.Length)
        {
            return false;
        }

        for (var i = 0; i < shift; i++)
        {
            value /= 10;
        }

        return true;
    }
}
