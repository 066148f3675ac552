using System.Runtime.InteropServices;

namespace MadLab.Benchmarks.Shared;

/// <summary>Where and when a figure was measured.</summary>
/// <param name="Date">UTC.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Cores this process may use.</param>
/// <param name="System">Kernel.</param>
/// <param name="Runtime">.NET.</param>
internal sealed record Machine(string Date, string Processor, int Cores, string System, string Runtime)
{
    public static Machine Read() => new(
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm'Z'", null),
        Name(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    private static string Name()
    {
        const string Info = "/proc/cpuinfo";
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
