using System.Diagnostics;
using System.Globalization;
using System.Text;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market.Load;

/// <summary>wrk with one thread.</summary>
internal sealed class WrkLoad(string program, int? core) : ILoad
{
    private const string Mark = "MADLAB";

    private readonly string _script = Path.Combine(Path.GetTempPath(), $"madlab-bench-{Guid.NewGuid():N}.lua");

    public string Name => "wrk";

    /// <summary>Where the program is; null where it is not on the path.</summary>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "wrk")).FirstOrDefault(File.Exists);

    public async Task<LoadReading> RunAsync(int port, MarketCase request, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(_script, Script(request), cancellationToken);
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };

        // It knows whole seconds only.
        var seconds = Math.Max(1, (int)Math.Round(duration.TotalSeconds));
        foreach (var arg in new[] { "-t1", $"-c{connections}", $"-d{seconds}s", "-s", _script, $"http://127.0.0.1:{port}{request.Target}" })
        {
            info.ArgumentList.Add(arg);
        }

        using var process = Pinning.On(core, () => Process.Start(info)!);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return Read(output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    public void Dispose() => File.Delete(_script);

    public static LoadReading Read(string output)
    {
        var fields = output.Split('\n').FirstOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal))?.Split(' ')
            ?? throw new MeasurementException($"wrk said nothing to measure by: {output}");
        var numbers = fields[1..].Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return new LoadReading((long)numbers[0], numbers[1] / 1e6, (long)numbers[2], numbers[3] / 1000, numbers[4] / 1000);
    }

    private static string Script(MarketCase request)
    {
        var script = new StringBuilder($"wrk.method = \"{request.Method}\"\n");
        foreach (var (name, value) in request.Headers)
        {
            script.Append(CultureInfo.InvariantCulture, $"wrk.headers[\"{name}\"] = [[{value}]]\n");
        }

        if (request.Body is not null)
        {
            script.Append(CultureInfo.InvariantCulture, $"wrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.body = [=[{request.Body}]=]\n");
        }

        // Its own table is for people; durations are microseconds.
        return script.Append(
            $"""
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("{Mark} %d %d %d %d %d\n", summary.requests, summary.duration, e.status + e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
            end
            """).ToString();
    }
}
