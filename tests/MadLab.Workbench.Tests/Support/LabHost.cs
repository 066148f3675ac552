using MadLab.Hosting;
using Microsoft.AspNetCore.Builder;

namespace MadLab.Workbench.Tests.Support;

/// <summary>The whole service on loopback, with a SQLite file of its own and made-up prices.</summary>
internal sealed class LabHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private LabHost(string folder, WebApplication app)
    {
        _folder = folder;
        _app = app;
        Address = app.Urls.Single() + "/";
        Client = new HttpClient { BaseAddress = new Uri(Address) };
    }

    public string Address { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<LabHost> StartAsync(string[]? settings = null, Action<IMadLabBuilder>? configure = null, string? address = null)
    {
        var folder = Directory.CreateTempSubdirectory("madlab-workbench-").FullName;
        var app = MadLabHost.Build(
            [
                "--urls", address ?? "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Error",
                "--MadLab:Persistence:ConnectionString", $"Data Source={Path.Combine(folder, "lab.db")}",
                "--MadLab:Auth:ProtectionKeys", Path.Combine(folder, "protection-keys"), .. settings ?? [],
            ],
            configure);
        await app.StartAsync();
        return new LabHost(folder, app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
