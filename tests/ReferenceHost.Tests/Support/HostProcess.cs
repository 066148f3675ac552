using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace ReferenceHost.Tests.Support;

/// <summary>The reference host as a process of its own, on a loopback port of its own, seen only from outside.</summary>
/// <remarks>The documented variables, <c>MadLab__*</c> and ASP.NET's own of the test run do not reach it; what a test gives does.</remarks>
public sealed partial class HostProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Documented =
    [
        "NEXT_PUBLIC_WS_URL", "NEXT_PUBLIC_DB_MODE", "PRISMA_PROVIDER", "DATABASE_URL", "MARKET_API_MAX_CACHE",
        "DISABLE_LIVE_DATA", "DISABLE_RATE_LIMIT", "MADLAB_LEAN_DATA", "MADLAB_LEAN_REPLAY_SPEED",
    ];

    private readonly Process _process;
    private readonly ContentFolder? _ownFolder;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process, ContentFolder folder, ContentFolder? ownFolder)
    {
        _process = process;
        _ownFolder = ownFolder;
        Folder = folder;
    }

    /// <summary>The host's content root, which is its working directory too.</summary>
    public ContentFolder Folder { get; }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Talks to it; follows no redirects and takes answers as they are sent.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <summary>The operating system's number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>What it has written to the standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>What it has written to the error output so far.</summary>
    public string Error => Read(_error);

    /// <summary>The built host; the build copies it beside the tests.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "ReferenceHost.dll");

    /// <summary>Starts the host and returns once it listens.</summary>
    /// <param name="environment">Variables to give it; null removes one.</param>
    /// <param name="folder">Its content root, which the caller keeps; null for one of its own, gone with it.</param>
    /// <param name="args">Its command line.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened; the message has its output.</exception>
    public static async Task<HostProcess> StartAsync(
        IReadOnlyDictionary<string, string?>? environment = null, ContentFolder? folder = null, params string[] args)
    {
        var host = Launch(environment, folder, args);
        try
        {
            var exited = host._process.WaitForExitAsync();
            if (await Task.WhenAny(host._started.Task, exited).WaitAsync(Patience) == exited)
            {
                throw new InvalidOperationException(
                    $"The host ended with exit code {host._process.ExitCode} before it listened.\n{host.Output}\n{host.Error}");
            }

            host.Address = await host._listening.Task.WaitAsync(Patience);
            host.Client.Dispose();
            host.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
            {
                BaseAddress = host.Address,
                Timeout = Patience,
            };
            return host;
        }
        catch (TimeoutException e)
        {
            var said = $"The host does not listen.\n{host.Output}\n{host.Error}";
            await host.DisposeAsync();
            throw new InvalidOperationException(said, e);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the host until it ends by itself: verbs, and starts that fail.</summary>
    /// <param name="environment">Variables to give it; null removes one.</param>
    /// <param name="folder">Its content root; null for one of its own.</param>
    /// <param name="args">Its command line.</param>
    public static async Task<HostExit> RunAsync(
        IReadOnlyDictionary<string, string?>? environment = null, ContentFolder? folder = null, params string[] args)
    {
        await using var host = Launch(environment, folder, args);
        return await host.WaitForExitAsync();
    }

    /// <summary>Runs the host and ends it as a power failure would once it has written a text, or lets it end by itself.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> KillWhenItSaysAsync(
        string text, IReadOnlyDictionary<string, string?> environment, ContentFolder folder, params string[] args)
    {
        await using var host = Launch(environment, folder, args);
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host._process.OutputDataReceived += (_, e) =>
        {
            if (e.Data?.Contains(text, StringComparison.Ordinal) == true)
            {
                said.TrySetResult();
            }
        };
        var exited = host._process.WaitForExitAsync();
        await Task.WhenAny(said.Task, exited).WaitAsync(Patience);
        if (!exited.IsCompleted)
        {
            host._process.Kill();
        }

        return (await host.WaitForExitAsync()).Code;
    }

    /// <summary>Asks it to stop as a service manager does (SIGTERM), and waits until it has.</summary>
    public Task<HostExit> StopAsync()
    {
        Signal(SigTerm);
        return WaitForExitAsync();
    }

    /// <summary>Ends it as a power failure would, without a chance to tidy up (SIGKILL).</summary>
    public Task<HostExit> KillAsync()
    {
        _process.Kill();
        return WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<HostExit> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new HostExit(_process.ExitCode, Output, Error);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process.Dispose();
        _ownFolder?.Dispose();
    }

    private static HostProcess Launch(IReadOnlyDictionary<string, string?>? environment, ContentFolder? folder, string[] args)
    {
        var ownFolder = folder is null ? new ContentFolder() : null;
        var root = folder ?? ownFolder!;
        var info = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            WorkingDirectory = root.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        info.ArgumentList.Add(Assembly);
        foreach (var arg in args)
        {
            info.ArgumentList.Add(arg);
        }

        foreach (var name in info.Environment.Keys.Where(IsOfTheHost).ToList())
        {
            info.Environment.Remove(name);
        }

        info.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            info.Environment[name] = value;
        }

        var process = new Process { StartInfo = info };
        var host = new HostProcess(process, root, ownFolder);
        process.OutputDataReceived += (_, e) => host.OnOutput(e.Data);
        process.ErrorDataReceived += (_, e) => Append(host._error, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return host;
    }

    private static bool IsOfTheHost(string name) =>
        Documented.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.StartsWith("MadLab__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Logging__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.Equals("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase)
        || name.Equals("URLS", StringComparison.OrdinalIgnoreCase);

    private void OnOutput(string? line)
    {
        Append(_output, line);
        if (line is null)
        {
            return;
        }

        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0 && Uri.TryCreate(line[(at + Listening.Length)..].Trim(), UriKind.Absolute, out var address))
        {
            _listening.TrySetResult(address);
        }

        // The first of the lines that follow the addresses: a signal sent earlier could find a host that is not up yet.
        if (line.Contains("Application started", StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private void Signal(int signal)
    {
        if (!_process.HasExited && kill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} did not reach process {_process.Id}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

#pragma warning disable IDE1006, SYSLIB1054 // the C library's own name
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
#pragma warning restore IDE1006, SYSLIB1054
}
