using MadLab.Client;
using MadLab.Diagnostics;
using MadLab.Http;
using MadLab.Metrics;
using MadLab.Operator;

namespace MadLab.Health;

/// <summary>Puts together how this instance is. All but the store's answer is read from memory as it is now.</summary>
internal sealed class HealthReporter(
    MetricsReporter metrics,
    StoreProbe store,
    OperatorSwitches switches,
    TimeProvider time,
    IMarketData? market = null,
    ILiveDataSwitch? liveData = null,
    IQuoteFeed? feed = null,
    IStreamingStatus? streaming = null,
    IStoreBackupStatus? backup = null,
    IEnumerable<IHealthWarning>? warnings = null)
{
    /// <summary>Whether what is served by default is made up.</summary>
    public bool IsDemo => IsDemoOf(Providers());

    /// <summary>Whether providers may be called.</summary>
    public bool IsLive => liveData?.IsOn ?? true;

    /// <summary>Whether this instance can serve at all. The store does not count: without it market and streams go on.</summary>
    public bool CanServe => market is null || Providers() is { Count: > 0 };

    public async ValueTask<HealthReport> ReportAsync(CancellationToken cancellationToken)
    {
        var up = await store.IsUpAsync(cancellationToken);
        var providers = Providers();
        var live = IsLive;
        var available = providers is not null && providers.Any(p => p.State != ProviderState.Unavailable);
        return new HealthReport
        {
            Status = market is not null && providers is not { Count: > 0 } ? HealthStatuses.Error
                : up && live && providers?.Any(p => p.State == ProviderState.Unavailable) != true ? HealthStatuses.Ok
                : HealthStatuses.Degraded,
            Time = time.GetUtcNow(),
            Provider = available ? HealthStatuses.Available : HealthStatuses.Unavailable,
            Providers = providers is null ? [] : [.. providers.Select(ToHealth)],
            LiveData = live,
            Demo = IsDemoOf(providers),
            Streaming = new StreamingHealth(streaming?.Connections ?? 0, streaming?.Symbols ?? 0),
            Metrics = metrics.Summary(),
            Db = up ? HealthStatuses.Ok : HealthStatuses.Down,
            DbError = up ? null : store.Error,
            Backup = backup is { IsScheduled: true } or { LastSuccess: not null } ? ToHealth(backup) : null,
            DbMode = store.IsDatabase ? "db" : "memory",
            Switches = switches.Set(),
            Warnings = warnings is null ? [] : [.. warnings.Select(static w => w.Code).OfType<string>().Distinct()],
            Version = MadLabVersion.Current,
        };
    }

    private static ProviderHealth ToHealth(ProviderStatus provider) => new()
    {
        Name = provider.Name,
        Status = provider.State switch
        {
            ProviderState.Available => HealthStatuses.Available,
            ProviderState.Degraded => HealthStatuses.Degraded,
            _ => HealthStatuses.Unavailable,
        },
        Capabilities = [.. CapabilityNames.Of(provider.Descriptor.Capabilities)],
        LatencyMs = provider.Latency is { } latency ? Math.Round(latency.TotalMilliseconds, 3) : null,
        LastError = provider.LastError is { } kind ? new ProviderError(Problem.Classify(kind).Code, provider.LastErrorAt) : null,
    };

    private static BackupHealth ToHealth(IStoreBackupStatus backup) => new()
    {
        Status = backup.IsFailing ? HealthStatuses.Failing : HealthStatuses.Ok,
        LastSuccess = backup.LastSuccess,
    };

    /// <summary>The providers; null when there is no market here.</summary>
    private IReadOnlyList<ProviderStatus>? Providers() => market?.GetProviders();

    // The feed knows which provider serves by default; without one any made-up provider could.
    private bool IsDemoOf(IReadOnlyList<ProviderStatus>? providers) => feed?.IsDemo ?? providers?.Any(p => p.Descriptor.IsDemo) ?? false;
}
