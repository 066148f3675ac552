using System.Diagnostics;
using System.Text.Json;

namespace MadLab.Benchmarks.Shared;

/// <summary>This program once more, as another process: a line in is a command, a line out its answer in JSON. It ends when its input does, so never outlives us.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _verb;

    private ChildProcess(Process process, string verb)
    {
        _process = process;
        _verb = verb;
    }

    public int Id => _process.Id;

    /// <param name="verb">What it runs as.</param>
    /// <param name="args">The verb's options.</param>
    /// <param name="core">The core it is bound to; null for any.</param>
    public static ChildProcess Start(string verb, IEnumerable<string> args, int? core)
    {
        var self = Environment.ProcessPath!;
        var info = new ProcessStartInfo(self) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            info.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        }

        info.ArgumentList.Add(verb);
        foreach (var arg in args)
        {
            info.ArgumentList.Add(arg);
        }

        return new ChildProcess(Pinning.On(core, () => Process.Start(info)!), verb);
    }

    /// <summary>Sends a command and reads the answer.</summary>
    public async Task<T> AskAsync<T>(string command, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(command.AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw Ended();
        }

        return await ReadAsync<T>(cancellationToken);
    }

    /// <summary>Reads what it says by itself.</summary>
    public async Task<T> ReadAsync<T>(CancellationToken cancellationToken)
    {
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw Ended();
        return JsonSerializer.Deserialize<Failure>(line, BenchJson.Line) is { Error: { } error }
            ? throw new MeasurementException($"{_verb}: {error}")
            : JsonSerializer.Deserialize<T>(line, BenchJson.Line)!;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private MeasurementException Ended() => new($"The {_verb} process ended; what it wrote to the error stream says why.");
}
