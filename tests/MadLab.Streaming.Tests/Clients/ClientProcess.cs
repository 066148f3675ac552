using System.Diagnostics;
using System.Text.Json;

namespace MadLab.Streaming.Tests.Clients;

/// <summary>A client of another platform as a process: what it prints is read a line at a time.</summary>
internal sealed class ClientProcess : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task<string> _error;

    private ClientProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a script with the address of a stream.</summary>
    public static ClientProcess Node(string script, Uri address) =>
        Start(ClientTools.Node!, [Path.Combine(ClientTools.Scripts, script), address.ToString()]);

    public static ClientProcess Start(string program, IEnumerable<string> arguments) => new(Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>The next line; null at the end.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Guard);

    /// <summary>What happens next at a script.</summary>
    public async Task<JsonElement> NextAsync()
    {
        var line = await ReadLineAsync() ?? throw new InvalidOperationException($"The client ended. {await _error.WaitAsync(Guard)}");
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    /// <summary>The next event of a name at a script; others before it are passed over.</summary>
    public async Task<JsonElement> NextAsync(string name)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.GetProperty("event").GetString() == name)
            {
                return next;
            }
        }
    }

    /// <summary>The next message of a type at the WebSocket script; others before it are passed over.</summary>
    public async Task<JsonElement> NextMessageAsync(string type)
    {
        while (true)
        {
            using var message = JsonDocument.Parse((await NextAsync("message")).GetProperty("data").GetString()!);
            if (message.RootElement.GetProperty("type").GetString() == type)
            {
                return message.RootElement.Clone();
            }
        }
    }

    /// <summary>Has a script do something.</summary>
    public async Task DoAsync(object command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Guard);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().WaitAsync(Guard);
        }

        _process.Dispose();
    }
}
