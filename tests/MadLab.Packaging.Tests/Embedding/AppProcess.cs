using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using MadLab.Packaging.Tests.Support;

namespace MadLab.Packaging.Tests.Embedding;

/// <summary>A built app as a process of its own on a loopback port, seen from outside.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TempFolder _folder = new();
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppProcess(string assembly, string[] arguments)
    {
        _process = Command.Start(Command.Dotnet, _folder.Path, info =>
        {
            info.ArgumentList.Add(assembly);
            foreach (var argument in arguments)
            {
                info.ArgumentList.Add(argument);
            }

            foreach (var name in info.Environment.Keys.Where(IsForApps).ToList())
            {
                info.Environment.Remove(name);
            }

            info.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        });
        _process.OutputDataReceived += (_, e) => OnLine(e.Data);
        _process.ErrorDataReceived += (_, e) => OnLine(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Talks to it; takes answers as they are sent.</summary>
    public HttpClient Http { get; private set; } = new();

    /// <summary>What it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts an app and returns once it listens; its working directory is an empty folder.</summary>
    public static async Task<AppProcess> StartAsync(string assembly, params string[] arguments)
    {
        var app = new AppProcess(assembly, arguments);
        try
        {
            var exit = app._process.WaitForExitAsync();
            if (await Task.WhenAny(app._listening.Task, exit).WaitAsync(Patience) == exit)
            {
                throw new InvalidOperationException($"The app ended with exit code {app._process.ExitCode} before it listened:\n{app.Output}");
            }

            app.Address = await app._listening.Task;
            app.Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = app.Address, Timeout = Patience };
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs an app that ends by itself.</summary>
    /// <returns>Its exit code and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string assembly, params string[] arguments)
    {
        await using var app = new AppProcess(assembly, arguments);
        await app._process.WaitForExitAsync().WaitAsync(Patience);
        return (app._process.ExitCode, app.Output);
    }

    /// <summary>Opens a WebSocket.</summary>
    /// <param name="path">The path and query.</param>
    /// <param name="user">The user to sign in as; null for nobody.</param>
    public async Task<ClientWebSocket> ConnectAsync(string path, string? user = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.Proxy = null;
        if (user is not null)
        {
            socket.Options.SetRequestHeader("X-User", user);
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await socket.ConnectAsync(new UriBuilder(new Uri(Address, path)) { Scheme = "ws" }.Uri, patience.Token);
            return socket;
        }
        catch (WebSocketException e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw new HttpRequestException(e.Message, e, status);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }

        _process.Dispose();
        _folder.Dispose();
    }

    // The settings of the test run are not the app's.
    private static bool IsForApps(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("MADLAB_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Logging__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("NEXT_PUBLIC_", StringComparison.Ordinal)
        || name is "DOTNET_ENVIRONMENT" or "DATABASE_URL" or "PRISMA_PROVIDER" or "MARKET_API_MAX_CACHE" or "DISABLE_LIVE_DATA" or "DISABLE_RATE_LIMIT" or "CI";

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Append(line).Append('\n');
        }

        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0 && Uri.TryCreate(line[(at + Listening.Length)..].Trim(), UriKind.Absolute, out var address))
        {
            _listening.TrySetResult(address);
        }
    }
}
