using System.Diagnostics;
using System.Text.Json;
using FluentAssertions;
using MadLab.Workbench.Tests.Support;
using Xunit;

namespace MadLab.Workbench.Tests.Serving;

/// <summary>The page's own unit tests (Vitest), so that they fail this run when they fail.</summary>
public sealed class UnitTests
{
    [Fact]
    public async Task Vitest_AllPass()
    {
        var app = Path.Combine(Artifacts.Root, "src", "MadLab.Workbench", "ClientApp");
        var report = Path.Combine(Artifacts.Folder, "vitest.json");
        using var process = Process.Start(new ProcessStartInfo("npx", ["vitest", "run", "--reporter=json", $"--outputFile={report}"])
        {
            WorkingDirectory = app,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, string.Concat(output));
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        document.RootElement.GetProperty("numFailedTests").GetInt32().Should().Be(0);
        document.RootElement.GetProperty("numPassedTests").GetInt32().Should().BeGreaterThan(100);
    }
}
