using System.Diagnostics;
using FluentAssertions;
using MadLab.Ops.Tests.Proxies;

namespace MadLab.Ops.Tests;

/// <summary>The unit as systemd reads it.</summary>
public sealed class UnitFileTests
{
    private const string Program = "/opt/madlab/madlab-host";

    [ToolFact("systemd-analyze")]
    public async Task Unit_IsTakenWithoutAWord()
    {
        await InFolderAsync(async folder =>
        {
            var (code, said) = await AnalyzeAsync("verify", "--man=no", Path.Combine(folder, "madlab.service"));

            said.Should().BeEmpty();
            code.Should().Be(0);
        });
    }

    [ToolFact("systemd-analyze")]
    public async Task Unit_LeavesLittleToAnAttacker()
    {
        await InFolderAsync(async folder =>
        {
            // Of 100; what is not hardened at all has 96.
            var (code, said) = await AnalyzeAsync("security", "--offline=yes", "--no-pager", "--threshold=20", Path.Combine(folder, "madlab.service"));

            code.Should().Be(0, said);
        });
    }

    [ToolFact("systemd-analyze")]
    public async Task Unit_WithAMistake_IsNotTaken()
    {
        await InFolderAsync(async folder =>
        {
            var file = Path.Combine(folder, "madlab.service");
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("ProtectSystem=strict", "ProtectSystem=mostly", StringComparison.Ordinal));

            var (_, said) = await AnalyzeAsync("verify", "--man=no", file);

            said.Should().Contain("mostly", "else the first test proves nothing");
        });
    }

    private static async Task InFolderAsync(Func<string, Task> run)
    {
        var folder = Directory.CreateTempSubdirectory("madlab-unit-");
        try
        {
            // It has to be there and be a program.
            var program = Path.Combine(folder.FullName, "madlab-host");
            File.CreateSymbolicLink(program, "/bin/true");
            var unit = await File.ReadAllTextAsync(OpsFiles.PathOf("ops", "madlab.service"));
            unit.Should().Contain("ExecStart=" + Program);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "madlab.service"), unit.Replace("ExecStart=" + Program, "ExecStart=" + program, StringComparison.Ordinal));
            await run(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int Code, string Said)> AnalyzeAsync(params string[] arguments)
    {
        var info = new ProcessStartInfo(ToolFactAttribute.Find("systemd-analyze")!) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["SYSTEMD_LOG_LEVEL"] = "warning";
        using var process = Process.Start(info)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output + await error).Trim());
    }
}
