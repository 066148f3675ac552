namespace MadLab.Benchmarks.Shared;

/// <summary>The most open files of a process, which children inherit.</summary>
internal static unsafe class FileLimit
{
    /// <summary>Raises the limit where it is lower and the system lets us.</summary>
    /// <returns>The limit then in force.</returns>
    public static ulong Raise(ulong needed)
    {
        NativeMethods.Limit limit;
        if (!OperatingSystem.IsLinux() || NativeMethods.GetLimit(NativeMethods.OpenFiles, &limit) != 0)
        {
            return ulong.MaxValue;
        }

        if (limit.Soft < needed)
        {
            var raised = new NativeMethods.Limit { Soft = needed, Hard = Math.Max(limit.Hard, needed) };
            var withinHard = new NativeMethods.Limit { Soft = limit.Hard, Hard = limit.Hard };
            if (NativeMethods.SetLimit(NativeMethods.OpenFiles, &raised) != 0)
            {
                // Past the hard limit only root may go.
                _ = NativeMethods.SetLimit(NativeMethods.OpenFiles, &withinHard);
            }

            _ = NativeMethods.GetLimit(NativeMethods.OpenFiles, &limit);
        }

        return limit.Soft;
    }
}
