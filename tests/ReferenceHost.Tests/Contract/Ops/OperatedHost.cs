using MadLab;
using MadLab.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using ReferenceHost.Tests.Support;

namespace ReferenceHost.Tests.Contract.Ops;

/// <summary>Another company's host, in this process: a private provider, people who sign in, and operators among them.</summary>
internal sealed class OperatedHost : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    // The variables of the test run reach this host too, and its own command line wins over them.
    private static readonly string[] OwnSettings =
    [
        "--MadLab:Providers:lean:Folder=", "--MadLab:Persistence:Mode=db", "--MadLab:Persistence:Provider=sqlite",
        "--MadLab:Persistence:ConnectionString=Data Source=operated.db",
    ];

    private readonly CancellationTokenSource _stop;
    private readonly Task<int> _run;

    private OperatedHost(Uri address, CancellationTokenSource stop, Task<int> run)
    {
        Address = address;
        _stop = stop;
        _run = run;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Starts the host on a folder that may hold the documents of a run before.</summary>
    /// <param name="folder">The content root.</param>
    /// <param name="settings">Settings as on the command line.</param>
    public static async Task<OperatedHost> StartAsync(ContentFolder folder, params string[] settings)
    {
        var started = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = new CancellationTokenSource();
        var run = MadLabHost.RunAsync(
            ["--contentRoot", folder.Path, "--urls", "http://127.0.0.1:0", .. OwnSettings, .. settings],
            lab =>
            {
                lab.AddProvider<AcmeProvider>("acme");
                lab.Services.AddAuthentication(HeaderSignIn.SchemeName).AddScheme<AuthenticationSchemeOptions, HeaderSignIn>(HeaderSignIn.SchemeName, null);
                lab.Services.AddAuthorizationBuilder().AddPolicy("ops", policy => policy.RequireUserName("ann"));
            },
            (app, _) => app.Lifetime.ApplicationStarted.Register(() => started.SetResult(new Uri(app.Urls.Single()))),
            stop.Token);
        await Task.WhenAny(started.Task, run).WaitAsync(Guard);
        return run.IsCompleted
            ? throw new InvalidOperationException($"The host ended with exit code {await run}.")
            : new OperatedHost(await started.Task, stop, run);
    }

    /// <summary>Stops it as a service manager would.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run.WaitAsync(Guard);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        _stop.Dispose();
    }
}
