using Polly;
using Polly.CircuitBreaker;

namespace MadLab.Market.Providers;

/// <summary>A provider with its name, what it really can do, its circuit and its record.</summary>
internal sealed class ProviderHandle
{
    private readonly CircuitBreakerStateProvider _circuit = new();

    public ProviderHandle(string name, IMarketDataProvider provider, TimeProvider time)
    {
        Name = name;
        Provider = provider;
        Health = new ProviderHealth(time);
        Capabilities = provider.Descriptor.Capabilities & Implemented(provider);
        Descriptor = provider.Descriptor with { Capabilities = Capabilities };
        Circuit = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = static args => ValueTask.FromResult(
                    args.Outcome.Exception is MarketDataException e && ProviderHealth.IsOutage(e.Kind)),
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
                StateProvider = _circuit,
            })
            .Build();
    }

    public string Name { get; }

    public IMarketDataProvider Provider { get; }

    /// <summary>The provider's own, with <see cref="Capabilities"/> in place of what it claims.</summary>
    public ProviderDescriptor Descriptor { get; }

    /// <summary>What the descriptor claims and the type implements.</summary>
    public ProviderCapabilities Capabilities { get; }

    public ProviderHealth Health { get; }

    public ResiliencePipeline Circuit { get; }

    public ProviderStatus Status => Health.Describe(Name, Descriptor, _circuit.CircuitState is CircuitState.Open or CircuitState.Isolated);

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
        | (provider is IInstrumentInfoProvider ? ProviderCapabilities.Info : 0);
}
