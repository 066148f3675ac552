namespace MadLab.Market.Providers.Synthetic;

/// <summary>Randomness as a function: the same key and index give the same value on every machine and version of .NET.</summary>
/// <remarks>
/// Only integer arithmetic and what IEEE 754 rounds exactly (+, -, *, /, square root), because the library functions
/// (logarithm, sine, exponential) differ in the last bit between platforms, and a bit can move a price by a tick.
/// </remarks>
internal static class Noise
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>What separates the uses of one seed.</summary>
    internal enum Use
    {
        Walk = 1,
        Traits,
        Open,
        HighA,
        HighB,
        LowA,
        LowB,
        Volume,
        Session,
        Minute,
        Regime,
    }

    /// <summary>The seed of a text.</summary>
    public static ulong Seed(ReadOnlySpan<char> text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 0x100000001B3;
        }

        return Mix(hash);
    }

    /// <summary>The key of one use of a seed.</summary>
    public static ulong Key(ulong seed, Use use) => Mix(seed ^ ((ulong)use * 0xD1B54A32D192ED03));

    /// <summary>A key for one member of a family, such as one minute of one instrument.</summary>
    public static ulong Key(ulong key, long member) => Mix(Bits(key, member) ^ Step);

    /// <summary>64 random bits.</summary>
    public static ulong Bits(ulong key, long index) => Mix(key + ((ulong)index * Step));

    /// <summary>Evenly distributed, at least 0 and below 1.</summary>
    public static double Uniform(ulong key, long index) => (Bits(key, index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Evenly distributed between two bounds.</summary>
    public static double Uniform(ulong key, long index, double from, double to) => from + ((to - from) * Uniform(key, index));

    /// <summary>Close to the standard normal distribution, between -3.47 and 3.47: the sum of four even ones.</summary>
    public static double Normal(ulong key, long index)
    {
        const double mean = 2.0 * 65535;
        const double deviation = 37837.226; // sqrt(4 / 12) * 65536
        var bits = Bits(key, index);
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return (sum - mean) / deviation;
    }

    /// <summary>The exponential function to about 15 digits, the same on every platform.</summary>
    public static double Exp(double x)
    {
        const double ln2High = 0.693147180369123816490;
        const double ln2Low = 1.90821492927058770002e-10;
        var power = Math.Floor((x / (ln2High + ln2Low)) + 0.5);
        var rest = x - (power * ln2High) - (power * ln2Low);
        var sum = 1.0;
        for (var k = 14; k > 0; k--)
        {
            sum = 1 + (rest / k * sum);
        }

        return BitConverter.Int64BitsToDouble(((long)power + 1023) << 52) * sum;
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
