using System.Diagnostics;

namespace MadLab.Packaging.Tests.Support;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    // A build on a busy machine takes minutes; one that hangs must end all the same.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The <c>dotnet</c> that runs the tests.</summary>
    public static string Dotnet { get; } =
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Runs <c>dotnet</c> as a release build does, without build servers that would outlive it.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        using var process = Start(Dotnet, folder, info =>
        {
            foreach (var argument in arguments)
            {
                info.ArgumentList.Add(argument);
            }

            info.Environment["CI"] = "true";
            info.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
            info.Environment["DOTNET_NOLOGO"] = "1";
            info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
            info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
            info.Environment["UseSharedCompilation"] = "false";

            // Those of the build that runs the tests.
            foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && k != "MSBUILDDISABLENODEREUSE").ToList())
            {
                info.Environment.Remove(name);
            }
        });
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            var text = await output.WaitAsync(Patience) + await error.WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return process.ExitCode == 0
                ? text
                : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed with exit code {process.ExitCode}:\n{text}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Starts a program with its output redirected.</summary>
    public static Process Start(string program, string folder, Action<ProcessStartInfo> configure)
    {
        var info = new ProcessStartInfo(program)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        configure(info);
        var process = Process.Start(info) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        return process;
    }
}
