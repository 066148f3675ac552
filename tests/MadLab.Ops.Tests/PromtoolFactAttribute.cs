using Xunit;

namespace MadLab.Ops.Tests;

/// <summary>A test with Prometheus' own tool; skipped, with the reason, where it is not there.</summary>
public sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute() => Skip = Tool is null ? "promtool is not on the path: ./test.sh fetches it." : null;

    public static string? Tool { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Select(static folder => Path.Combine(folder, "promtool")).FirstOrDefault(File.Exists);
}
