using System.Text.Json;
using MadLab.Client;
using MadLab.Health;
using MadLab.Metrics;
using MadLab.Operator;
using MadLab.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Tests.Support;

/// <summary>A real server on a loopback port with the areas under test, over fakes and a settable clock.</summary>
internal sealed class OpsHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OpsHost(WebApplication app, HttpClient client)
    {
        _app = app;
        Client = client;
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public FakeMarketData Market => Services.GetRequiredService<FakeMarketData>();

    public FakeLiveDataSwitch LiveData => Services.GetRequiredService<FakeLiveDataSwitch>();

    public FakeStoreStatus Store => Services.GetRequiredService<FakeStoreStatus>();

    public FakeSettingStore Settings => Services.GetRequiredService<FakeSettingStore>();

    public FakeMarketCache Cache => Services.GetRequiredService<FakeMarketCache>();

    public ManualTimeProvider Clock => (ManualTimeProvider)Services.GetRequiredService<TimeProvider>();

    public RecordingLoggerProvider Logs => Services.GetRequiredService<RecordingLoggerProvider>();

    /// <param name="services">Runs before ours, as a host's own registrations do.</param>
    /// <param name="settings">Configuration.</param>
    /// <param name="endpoints">What the host adds to the group of all areas.</param>
    public static async Task<OpsHost> StartAsync(
        Action<IServiceCollection>? services = null,
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        Action<RouteGroupBuilder>? endpoints = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var logs = new RecordingLoggerProvider();
        builder.Services.AddSingleton(logs);
        builder.Logging.AddProvider(logs);
        services?.Invoke(builder.Services);
        AddFakes(builder.Services);
        builder.Services.AddAuthentication(HeaderAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>(HeaderAuthentication.SchemeName, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("ops", policy => policy.RequireRole("ops"));
        builder.Services.AddMadLabMetrics().AddMadLabHealth().AddMadLabOperator();

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        var group = app.MapGroup("/api");
        group.MapMadLabMetrics();
        group.MapMadLabHealth();
        group.MapMadLabClient();
        group.MapMadLabOperator();
        endpoints?.Invoke(group);
        await app.StartAsync();
        return new OpsHost(app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()) });
    }

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return await ReadJsonAsync(response);
    }

    public static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static void AddFakes(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        Add<IMarketData, FakeMarketData>(services);
        Add<ILiveDataSwitch, FakeLiveDataSwitch>(services);
        Add<IQuoteFeed, FakeQuoteFeed>(services);
        Add<IStreamingStatus, FakeStreamingStatus>(services);
        Add<IStoreStatus, FakeStoreStatus>(services);
        Add<IOperatorSettingStore, FakeSettingStore>(services);
        Add<IMarketCache, FakeMarketCache>(services);
    }

    // A test that needs a fake in a certain state registers its own first.
    private static void Add<TService, TFake>(IServiceCollection services)
        where TService : class
        where TFake : class, TService, new()
    {
        if (!services.Any(d => d.ServiceType == typeof(TFake)))
        {
            services.AddSingleton(new TFake());
        }

        services.AddSingleton<TService>(s => s.GetRequiredService<TFake>());
    }
}
