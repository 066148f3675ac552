namespace MadLab.Providers.Lean.Files;

/// <summary>Makes decimals without needless zeros: an answer says 122.15, not 122.1500.</summary>
internal static class Decimals
{
    /// <summary>A number from its digits.</summary>
    /// <param name="digits">The digits.</param>
    /// <param name="negative">Whether it is below 0.</param>
    /// <param name="scale">How many of the digits come after the point, at most 28.</param>
    public static decimal Create(ulong digits, bool negative, int scale)
    {
        while (scale > 0 && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        return new decimal((int)digits, (int)(digits >> 32), 0, negative && digits != 0, (byte)scale);
    }

    /// <summary>The same number without zeros at its end.</summary>
    public static decimal Trim(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);

        // More than 64 bits of digits: rare, and zeros do no harm.
        return bits[2] != 0
            ? value
            : Create((uint)bits[0] | ((ulong)(uint)bits[1] << 32), bits[3] < 0, (bits[3] >> 16) & 0xFF);
    }
}
