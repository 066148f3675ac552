using MadLab.Http;
using MadLab.Persistence.Sqlite;
using MadLab.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MadLab.Persistence.Tests.Support;

/// <summary>A started host with stores and nothing else.</summary>
internal sealed class StoreHarness : IAsyncDisposable
{
    private readonly IHost _host;

    private StoreHarness(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IWorkspaceStore Workspaces => Get<IWorkspaceStore>();

    public ITemplateStore Templates => Get<ITemplateStore>();

    public IPreferencesStore Preferences => Get<IPreferencesStore>();

    public IOperatorSettingStore OperatorSettings => Get<IOperatorSettingStore>();

    public IStoreStatus Status => Get<IStoreStatus>();

    public IMadLabDatabase Database => Get<IMadLabDatabase>();

    public static Task<StoreHarness> MemoryAsync(TimeProvider? time = null) => StartAsync(static _ => { }, time);

    public static Task<StoreHarness> SqliteAsync(string file, TimeProvider? time = null, Action<SqliteStoreOptions>? configure = null) =>
        StartAsync(builder => builder.UseSqlite($"Data Source={file}", configure), time);

    public static async Task<StoreHarness> StartAsync(Action<IMadLabBuilder> use, TimeProvider? time = null, RecordedLogs? logs = null, params (string Key, string Value)[] settings)
    {
        var host = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        host.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        if (time is not null)
        {
            host.Services.TryAddSingleton(time);
        }

        if (logs is not null)
        {
            host.Logging.AddProvider(logs).SetMinimumLevel(logs.Least);
        }

        host.Services.AddMadLabStores();
        use(new MadLabBuilder(host.Services));
        var built = host.Build();
        await built.StartAsync();
        return new StoreHarness(built);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
