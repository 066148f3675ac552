using Xunit;

namespace MadLab.Ops.Tests.Proxies;

/// <summary>A test with a program of Debian's; skipped, with the reason, where it is not there.</summary>
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string tool)
    {
        Timeout = 180_000;
        Skip = Find(tool) is null ? $"{tool} is not on the path: ./test.sh installs it." : null;
    }

    public static string? Find(string tool) => $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/bin".Split(':')
        .Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
}
