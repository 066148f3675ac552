using ReferenceHost.Tests.Support;

namespace ReferenceHost.Tests.Auth;

/// <summary>A host that asks for keys, as a process, with the verbs of its operator.</summary>
internal sealed class KeyedHost : IAsyncDisposable
{
    private readonly ContentFolder _folder = new();
    private readonly Dictionary<string, string?> _environment;

    private KeyedHost(Dictionary<string, string?> environment) => _environment = environment;

    public HostProcess Process { get; private set; } = null!;

    public HttpClient Client => Process.Client;

    public ContentFolder Folder => _folder;

    /// <summary>Starts one that knows no key yet.</summary>
    public static async Task<KeyedHost> StartAsync(params (string Name, string? Value)[] environment)
    {
        var all = new Dictionary<string, string?> { ["MadLab__Auth__ApiKeys"] = "true" };
        foreach (var (name, value) in environment)
        {
            all[name] = value;
        }

        var host = new KeyedHost(all);
        await host.StartAgainAsync();
        return host;
    }

    /// <summary>The header that a key is sent in.</summary>
    public static (string Name, string Value) Bearer(string key) => ("Authorization", "Bearer " + key);

    /// <summary>Ends the process, where there is one, and starts another on the same folder.</summary>
    public async Task StartAgainAsync()
    {
        if (Process is not null)
        {
            await Process.StopAsync();
            await Process.DisposeAsync();
        }

        Process = await HostProcess.StartAsync(_environment, _folder);
    }

    /// <summary>Makes a key beside the running host.</summary>
    public async Task<string> AddKeyAsync(string name, string scopes)
    {
        var made = await RunAsync("key", "add", name, "--scopes", scopes);
        return made.Code == 0 ? made.Output.Trim() : throw new InvalidOperationException(made.Error);
    }

    public Task<HostExit> RunAsync(params string[] verb) => VerbRun.RunAsync(new Dictionary<string, string?>(), _folder, verb);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Dispose();
    }
}
