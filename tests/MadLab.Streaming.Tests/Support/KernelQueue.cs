using System.Globalization;

namespace MadLab.Streaming.Tests.Support;

/// <summary>What the kernel holds for the connections of this process, as it tells in <c>/proc/net/tcp</c>.</summary>
internal static class KernelQueue
{
    /// <summary>The bytes that the peer on a port has not acknowledged: sent or not, all of them age. 0 where there is no such connection, or no such file.</summary>
    /// <remarks>Takes the kernel tens of milliseconds: not for every step.</remarks>
    public static long UnsentTo(int remotePort)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var suffix = string.Create(CultureInfo.InvariantCulture, $":{remotePort:X4}");
        foreach (var line in File.ReadLines("/proc/net/tcp").Skip(1))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns[2].EndsWith(suffix, StringComparison.Ordinal))
            {
                return long.Parse(columns[4].AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }
}
