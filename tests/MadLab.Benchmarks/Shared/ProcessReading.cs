using System.Globalization;

namespace MadLab.Benchmarks.Shared;

/// <summary>What the operating system says about a process.</summary>
internal static class ProcessReading
{
    // USER_HZ: part of the kernel's interface, 100 on every architecture .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>User and kernel time so far, in steps of 10 ms.</summary>
    public static double CpuSeconds(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");

        // The name may hold blanks and parentheses; the fields begin after its last one with the third, the state.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Bytes of memory that are resident.</summary>
    public static long ResidentBytes(int processId) => Kilobytes($"/proc/{processId}/smaps_rollup", "Rss:") * 1024;

    /// <summary>Bytes the kernel holds for TCP sockets, of the whole machine.</summary>
    public static long TcpBytes()
    {
        var line = File.ReadLines("/proc/net/sockstat").First(l => l.StartsWith("TCP:", StringComparison.Ordinal)).Split(' ');
        return long.Parse(line[Array.IndexOf(line, "mem") + 1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    private static long Kilobytes(string file, string name)
    {
        var line = File.ReadLines(file).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..^2], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}
