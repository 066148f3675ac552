using MadLab.Hosting;
using MadLab.Hosting.Authentication;
using MadLab.Hosting.Authentication.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Tool.Tests.Support;

/// <summary>The whole service on loopback, with a SQLite file of its own and made-up prices.</summary>
internal sealed class LabHost : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private LabHost(string folder, WebApplication app)
    {
        (_folder, _app) = (folder, app);
        Url = app.Urls.Last();
        Client = new HttpClient { BaseAddress = new Uri(Url) };
    }

    public string Url { get; }

    public HttpClient Client { get; }

    public static async Task<LabHost> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("madlab-tool-").FullName;
        var app = MadLabHost.Build(["--contentRoot", folder, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None", .. settings]);
        await app.StartAsync();
        return new LabHost(folder, app);
    }

    /// <summary>Makes a key, of a host with <c>MadLab:Auth:ApiKeys</c>.</summary>
    public async Task<string> AddKeyAsync(string scopes)
    {
        var (key, text) = ApiKey.Make("tool", ScopeNames.Parse("scopes", scopes), DateTimeOffset.UtcNow, null);
        return await _app.Services.GetRequiredService<ApiKeyStore>().TryAddAsync(key, CancellationToken.None) ? text : throw new InvalidOperationException("There is a key already.");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
