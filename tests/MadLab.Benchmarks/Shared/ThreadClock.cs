using System.Diagnostics;

namespace MadLab.Benchmarks.Shared;

/// <summary>Processor time of the calling thread: what else the machine does is not in it.</summary>
internal static unsafe class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int OfThread = 3;

    /// <summary>Nanoseconds since some moment; elsewhere than on Linux those that passed, the thread running or not.</summary>
    public static double Nanoseconds
    {
        get
        {
            var time = stackalloc long[2];
            return OperatingSystem.IsLinux() && NativeMethods.GetTime(OfThread, time) == 0
                ? (time[0] * 1e9) + time[1]
                : Stopwatch.GetTimestamp() * 1e9 / Stopwatch.Frequency;
        }
    }
}
