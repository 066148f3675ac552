using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using MadLab.Packaging.Tests.Support;
using Xunit;

namespace MadLab.Packaging.Tests.Release;

/// <summary>What <c>release.sh</c> makes of the build that runs the tests, once for all tests; the archive is unpacked.</summary>
public sealed class ReleaseRun : IAsyncLifetime, IDisposable
{
    public const string Version = "0.1.0";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly TempFolder _folder = new();

    /// <summary>Where it put everything.</summary>
    public string Output => _folder.PathOf("release");

    /// <summary>The unpacked archive.</summary>
    public string Archive => _folder.PathOf("opt", $"madlab-{Version}-linux-x64");

    /// <summary>What it wrote.</summary>
    public string Said { get; private set; } = string.Empty;

    public async Task InitializeAsync()
    {
        (var code, Said) = await RunAsync(null, "--no-build", "--no-source-link", "--output", Output);
        if (code != 0)
        {
            throw new InvalidOperationException($"release.sh failed with exit code {code}:\n{Said}");
        }

        Directory.CreateDirectory(_folder.PathOf("opt"));
        await using var file = File.OpenRead(Path.Combine(Output, $"madlab-{Version}-linux-x64.tar.gz"));
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unpacked, _folder.PathOf("opt"), overwriteFiles: false);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs the command.</summary>
    /// <param name="programs">A folder whose programs go before those of the machine; null for none.</param>
    /// <param name="arguments">Its command line.</param>
    internal static async Task<(int Code, string Said)> RunAsync(string? programs, params string[] arguments)
    {
        using var process = Command.Start("bash", Repository.Root, info =>
        {
            info.ArgumentList.Add("release.sh");
            foreach (var argument in arguments)
            {
                info.ArgumentList.Add(argument);
            }

            info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
            info.Environment["PATH"] = $"{programs ?? "/nowhere"}:{Path.GetDirectoryName(Command.Dotnet)}:{Environment.GetEnvironmentVariable("PATH")}";
            foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && k != "MSBUILDDISABLENODEREUSE").ToList())
            {
                info.Environment.Remove(name);
            }
        });
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            var said = await output.WaitAsync(Patience) + await error.WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            return (process.ExitCode, said);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
