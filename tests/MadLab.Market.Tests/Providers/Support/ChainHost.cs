using MadLab.Market.Providers;
using MadLab.Market.Tests.Feeds.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MadLab.Market.Tests.Providers.Support;

/// <summary>Market data in process, over given providers and a clock that the test moves.</summary>
internal sealed class ChainHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ChainHost(Action<IMadLabBuilder> providers, Dictionary<string, string?>? configuration = null, Action<MarketOptions>? options = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration ?? []).Build());
        services.AddSingleton<TimeProvider>(Time);
        providers(services.AddMadLabMarket(options));
        _services = services.BuildServiceProvider();
    }

    public TimerSignals Time { get; } = new();

    public IMarketData Market => _services.GetRequiredService<IMarketData>();

    public ProviderRegistry Registry => _services.GetRequiredService<ProviderRegistry>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>How an ask for prices ended: the provider's name, or the class of the failure.</summary>
    public async Task<string> PricesAsync(string symbol)
    {
        try
        {
            return (await Market.GetPricesAsync(Symbol.Parse(symbol))).Provenance.Provider;
        }
        catch (MarketDataException e)
        {
            return e.Kind.ToString();
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
