namespace MadLab.Metrics;

/// <summary>
/// The buckets of every histogram: each power of two from 2^-20 (about 1 us, for seconds) to 2^7 (128 s) cut into 64 equal
/// parts, so that the middle of a bucket is within 0.8 % of any value in it.
/// </summary>
internal static class HistogramScale
{
    public const int BucketsPerOctave = 1 << MantissaBits;

    public const int Octaves = 27;

    public const int BucketCount = Octaves * BucketsPerOctave;

    private const int MantissaBits = 6;
    private const int Shift = 52 - MantissaBits;
    private const int First = (1023 - 20) << MantissaBits;

    /// <summary>The bucket of a value: the exponent and the top of the mantissa, read off the number's bits.</summary>
    /// <remarks>What is smaller than the first bucket counts there, what is larger than the last counts in the last.</remarks>
    public static int IndexOf(double value)
    {
        // Also the way out for NaN.
        if (!(value > 0))
        {
            return 0;
        }

        // One unit down, so that a bucket holds its upper edge and not its lower: what Prometheus' "le" means.
        var index = (int)((BitConverter.DoubleToInt64Bits(value) - 1) >> Shift) - First;
        return Math.Clamp(index, 0, BucketCount - 1);
    }

    /// <summary>The value below which a bucket starts; for <see cref="BucketCount"/> where the last one ends.</summary>
    public static double LowerEdge(int index) => BitConverter.Int64BitsToDouble((long)(index + First) << Shift);

    /// <summary>The value that stands for all in a bucket.</summary>
    public static double Midpoint(int index) => (LowerEdge(index) + LowerEdge(index + 1)) / 2;

    /// <summary>How many buckets lie below the edge nearest to a value.</summary>
    public static int BucketsBelow(double value)
    {
        var index = IndexOf(value);
        return value - LowerEdge(index) < LowerEdge(index + 1) - value ? index : index + 1;
    }

    /// <summary>The octave of a bucket and its place there.</summary>
    public static (int Octave, int Place) Split(int index) => (index >> MantissaBits, index & (BucketsPerOctave - 1));
}
