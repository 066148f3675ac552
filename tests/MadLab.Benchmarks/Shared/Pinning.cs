namespace MadLab.Benchmarks.Shared;

/// <summary>Runs something on one core. A process started meanwhile inherits it, from its first instruction on.</summary>
internal static unsafe class Pinning
{
    /// <summary>Whether processes can be given cores here: Linux with two or more.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.ProcessorCount > 1;

    /// <summary>Calls on the core with that index among those this process may use; null for wherever.</summary>
    public static T On<T>(int? core, Func<T> start)
    {
        if (core is not { } index)
        {
            return start();
        }

        const int Words = 16;
        var before = stackalloc ulong[Words];
        var one = stackalloc ulong[Words];
        new Span<ulong>(before, Words).Clear();
        new Span<ulong>(one, Words).Clear();
        if (NativeMethods.GetAffinity(0, Words * sizeof(ulong), before) < 0)
        {
            throw new MeasurementException("The cores of this process cannot be read; use --no-pin.");
        }

        for (int bit = 0, seen = 0; bit < Words * 64; bit++)
        {
            if ((before[bit / 64] >> (bit % 64) & 1) == 1 && seen++ == index)
            {
                one[bit / 64] = 1UL << (bit % 64);
            }
        }

        if (NativeMethods.SetAffinity(0, Words * sizeof(ulong), one) != 0)
        {
            throw new MeasurementException($"Core {index} cannot be used; use --no-pin.");
        }

        try
        {
            return start();
        }
        finally
        {
            _ = NativeMethods.SetAffinity(0, Words * sizeof(ulong), before);
        }
    }
}
