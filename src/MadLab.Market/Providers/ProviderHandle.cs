using System.Collections.Concurrent;
using MadLab.Market.Providers.Calls;
using MadLab.Market.Providers.Quotas;
using Microsoft.Extensions.Configuration;

namespace MadLab.Market.Providers;

/// <summary>A provider with its name, what it really can do, its limits, its circuits and its record.</summary>
internal sealed class ProviderHandle
{
    // By operation, of which the code names a handful: an upstream whose options are down still has its prices.
    private readonly ConcurrentDictionary<string, OperationCircuit> _circuits = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly IReadOnlyDictionary<string, TimeSpan> _timeouts;

    /// <param name="name">The name it is registered under.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="time">The clock.</param>
    /// <param name="settings">The operator's settings of it; none by default.</param>
    public ProviderHandle(string name, IMarketDataProvider provider, TimeProvider time, IConfigurationSection? settings = null)
    {
        _time = time;
        Name = name;
        Provider = provider;
        Health = new ProviderHealth(time);
        Capabilities = provider.Descriptor.Capabilities & Implemented(provider);
        var limits = provider.Descriptor.Limits ?? new ProviderLimits();
        limits = settings is null ? limits : ProviderSettings.Limits(settings, limits);
        _timeouts = settings is null ? new Dictionary<string, TimeSpan>() : ProviderSettings.Timeouts(settings);
        Descriptor = provider.Descriptor with { Capabilities = Capabilities, Limits = limits };
        DataTypes = (Capabilities & ProviderCapabilities.CustomData) != 0 ? DataTypeRules.Checked(name, ((ICustomDataProvider)provider).DataTypes) : [];
        Quota = new QuotaBudget(limits.CallsPerMinute, limits.CallsPerDay, time);
        Places = new CallPlaces(Math.Clamp(limits.MaxConcurrentCalls, 1, ProviderSettings.MaxConcurrency), time);
    }

    public string Name { get; }

    public IMarketDataProvider Provider { get; }

    /// <summary>The provider's own, with <see cref="Capabilities"/> in place of what it claims, and the operator's limits.</summary>
    public ProviderDescriptor Descriptor { get; }

    /// <summary>What the descriptor claims and the type implements.</summary>
    public ProviderCapabilities Capabilities { get; }

    public ProviderHealth Health { get; }

    public QuotaBudget Quota { get; }

    /// <summary>As many calls as it takes at a time.</summary>
    public CallPlaces Places { get; }

    public int Retries => Math.Clamp(Descriptor.Limits.Retries, 0, ProviderSettings.MaxRetries);

    public ProviderStatus Status =>
        Health.Describe(Name, Descriptor, operation => _circuits.TryGetValue(operation, out var circuit) && circuit.IsOpen) with { QuotaLeft = Quota.Left } is var status
        && Descriptor.Credentials is ProviderCredentials.Missing ? status with { State = ProviderState.Unavailable } : status;

    public OperationCircuit CircuitOf(string operation) => _circuits.GetOrAdd(operation, static (_, time) => new OperationCircuit(time), _time);

    /// <summary>Keeps an upstream's word on when its quota is there again; of other failures nothing.</summary>
    public void RestAfter(MarketDataException failure)
    {
        if (failure is { Kind: MarketErrorKind.QuotaExceeded, RetryAfter: { } wait })
        {
            Quota.Rest(wait);
        }
    }

    /// <summary>The longest that a call may take: the operation's own limit, the provider's, or what the host allows all.</summary>
    public TimeSpan TimeLimit(string operation, TimeSpan otherwise) =>
        ProviderSettings.Bounded(_timeouts.TryGetValue(operation, out var own) ? own : Descriptor.Limits.CallTimeout ?? otherwise);

    /// <summary>The types of its own.</summary>
    public IReadOnlyList<DataType> DataTypes { get; }

    /// <summary>Whether it has a type of its own by that name.</summary>
    public bool Serves(string type) => DataTypes.Any(t => t.Name == type);

    public bool Can(ProviderCapabilities any) => (Capabilities & any) != 0;

    /// <summary>The adjustment to ask for: what the caller chose, else the fullest on offer; null where the choice is not on offer.</summary>
    public PriceAdjustment? Adjustment(PriceAdjustment? chosen)
    {
        var offered = Descriptor.Adjustments;
        if (chosen is { } choice)
        {
            return offered.Contains(choice) ? choice : null;
        }

        return offered.Contains(PriceAdjustment.All) ? PriceAdjustment.All
            : offered.Contains(PriceAdjustment.Splits) ? PriceAdjustment.Splits
            : PriceAdjustment.Raw;
    }

    public Provenance Provenance(TimeProvider time, PriceAdjustment? adjustment, DateTimeOffset? asOf) => new()
    {
        Provider = Name,
        Feed = Descriptor.Feed,
        DelaySeconds = Descriptor.DelaySeconds,
        IsDemo = Descriptor.IsDemo,
        Adjustment = adjustment,
        AsOf = asOf,
        FetchedAt = time.GetUtcNow(),
        Attribution = Descriptor.Attribution,
    };

    private static ProviderCapabilities Implemented(IMarketDataProvider provider) =>
        (provider is IPriceProvider ? ProviderCapabilities.Prices : 0)
        | (provider is IKpiProvider ? ProviderCapabilities.Kpis : 0)
        | (provider is IQuoteProvider ? ProviderCapabilities.Quotes : 0)
        | (provider is IQuoteStreamProvider ? ProviderCapabilities.QuoteStream : 0)
        | (provider is IOptionChainProvider ? ProviderCapabilities.OptionChain : 0)
        | (provider is IVolSurfaceProvider ? ProviderCapabilities.VolSurface : 0)
        | (provider is ISymbolSearchProvider ? ProviderCapabilities.Search : 0)
        | (provider is IInstrumentInfoProvider ? ProviderCapabilities.Info : 0)
        | (provider is ICustomDataProvider ? ProviderCapabilities.CustomData : 0);
}
