namespace MadLab.Tests.Support;

/// <summary>A market that has providers and nothing else.</summary>
internal sealed class FakeMarketData : IMarketData
{
    public List<ProviderStatus> Providers { get; } = [Provider("acme")];

    public static ProviderStatus Provider(string name, ProviderState state = ProviderState.Available, bool demo = false) => new()
    {
        Name = name,
        Descriptor = new ProviderDescriptor { Feed = "iex", IsDemo = demo, Capabilities = ProviderCapabilities.Prices | ProviderCapabilities.QuoteStream },
        State = state,
    };

    public IReadOnlyList<ProviderStatus> GetProviders() => Providers;

    public ValueTask<MarketAnswer<PriceSeries>> GetPricesAsync(Symbol symbol, PriceRange range, MarketRequestOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<MarketAnswer<Kpis>> GetKpisAsync(Symbol symbol, MarketRequestOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<MarketAnswer<VolSurface>> GetVolSurfaceAsync(Symbol symbol, MarketRequestOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<MarketAnswer<CorrelationMatrix>> GetCorrelationAsync(IReadOnlyList<Symbol> symbols, PriceRange period, MarketRequestOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<MarketAnswer<VolatilityCone>> GetVolatilityConeAsync(Symbol symbol, VolatilityEstimator estimator, PriceRange range, MarketRequestOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<MarketAnswer<QualityReport>> GetQualityAsync(Symbol symbol, PriceRange range, MarketRequestOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<MarketAnswer<CustomData>> GetDataAsync(string type, Symbol symbol, MarketRequestOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IReadOnlyList<DataType> GetDataTypes() => [];

    public ValueTask<MarketAnswer<InstrumentInfo>> GetInfoAsync(Symbol symbol, MarketRequestOptions? options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<SymbolHit>> SearchAsync(string text, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Off when the configuration or an operator says so, as the real one.</summary>
internal sealed class FakeLiveDataSwitch : ILiveDataSwitch
{
    public bool Configured { get; set; } = true;

    public bool IsOn => Configured && Operator != false;

    public DateTimeOffset? Since { get; set; }

    public bool? Operator { get; private set; }

    public void Set(bool? enabled) => Operator = enabled;

    public IDisposable OnChange(Action<bool> changed) => throw new NotSupportedException();
}

internal sealed class FakeQuoteFeed : IQuoteFeed
{
    public bool IsLive => true;

    public bool IsDemo { get; set; }

    public QuoteSourceInfo? Describe(Symbol symbol) => throw new NotSupportedException();

    public IDisposable Open(Symbol symbol, IQuoteFeedListener listener) => throw new NotSupportedException();

    public IDisposable OnLiveChange(Action<bool> changed) => throw new NotSupportedException();
}

internal sealed class FakeStreamingStatus : IStreamingStatus
{
    public int Connections { get; set; }

    public int Symbols { get; set; }
}

/// <summary>A store whose answer a test decides; counts how often it was asked.</summary>
internal sealed class FakeStoreStatus : IStoreStatus
{
    private int _checks;

    public bool IsDatabase { get; set; } = true;

    public bool IsDurable { get; set; } = true;

    public Func<CancellationToken, Task> Check { get; set; } = _ => Task.CompletedTask;

    public int Checks => Volatile.Read(ref _checks);

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _checks);
        return Check(cancellationToken);
    }
}

internal sealed class FakeBackupStatus : IStoreBackupStatus
{
    public bool IsScheduled { get; set; }

    public DateTimeOffset? LastSuccess { get; set; }

    public bool IsFailing { get; set; }
}

/// <summary>Operator settings in memory, that can fail.</summary>
internal sealed class FakeSettingStore : IOperatorSettingStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OperatorSetting> _settings = [];

    public volatile bool IsDown;

    public void Seed(OperatorSetting setting)
    {
        lock (_gate)
        {
            _settings[setting.Name] = setting;
        }
    }

    public OperatorSetting? Find(string name)
    {
        lock (_gate)
        {
            return _settings.GetValueOrDefault(name);
        }
    }

    public Task<IReadOnlyList<OperatorSetting>> ListAsync(CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<OperatorSetting>>([.. _settings.Values]);
        }
    }

    public Task<bool> TryReplaceAsync(OperatorSetting setting, string? expectedValue, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            var isExpected = _settings.GetValueOrDefault(setting.Name)?.Value == expectedValue;
            if (isExpected)
            {
                _settings[setting.Name] = setting;
            }

            return Task.FromResult(isExpected);
        }
    }

    public Task PutAsync(OperatorSetting setting, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        Seed(setting);
        return Task.CompletedTask;
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StoreException(StoreErrorKind.Unavailable, "The database does not answer.");
        }
    }
}

internal sealed class FakeMarketCache : IMarketCache
{
    public List<(Symbol? Symbol, string? Type)> Removals { get; } = [];

    public int Count => 3;

    public int Remove(Symbol? symbol, string? type)
    {
        Removals.Add((symbol, type));
        return 3;
    }
}
