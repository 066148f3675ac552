using MadLab;
using MadLab.Http;
using MadLab.Market;
using MadLab.Market.Access;
using MadLab.Market.Diagnostics;
using MadLab.Market.Feeds;
using MadLab.Market.Http;
using MadLab.Market.LiveData;
using MadLab.Market.Providers;
using MadLab.Market.Providers.Calls;
using MadLab.Market.Providers.Quotas;
using MadLab.Market.RateLimiting;
using MadLab.Market.Service;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds market data.</summary>
public static class MadLabMarketServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IMarketData"/>, <see cref="IQuoteFeed"/> and what <c>MapMadLabMarket()</c> needs. Without a provider the synthetic one stands in. Calling it twice does no harm.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes settings after the configuration section <c>MadLab:Market</c> was read.</param>
    public static IMadLabBuilder AddMadLabMarket(this IServiceCollection services, Action<MarketOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.PostConfigure(configure);
        }

        if (!services.Any(s => s.ServiceType == typeof(MarketCache)))
        {
            services.AddOptions<MarketOptions>().BindConfiguration(MarketOptions.Section).ValidateOnStart();
            services.AddSingleton<IValidateOptions<MarketOptions>, MarketOptionsRangeValidator>();
            services.AddSingleton<IValidateOptions<MarketOptions>, MarketOptionsValidator>();
        }

        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestMetrics>();
        services.TryAddSingleton<MarketMetrics>();
        services.TryAddSingleton<ILiveDataSwitch, LiveDataSwitch>();
        services.TryAddSingleton<QuotaLedger>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, QuotaLedger>(static s => s.GetRequiredService<QuotaLedger>()));
        services.TryAddSingleton<ProviderRegistry>();
        services.TryAddSingleton<ProviderCaller>();
        services.TryAddSingleton<ProviderChain>();
        services.TryAddSingleton<IMarketFetcher, MarketFetcher>();
        services.TryAddSingleton<MarketCache>();
        services.TryAddSingleton<IMarketCache>(static s => s.GetRequiredService<MarketCache>());
        services.TryAddSingleton<MarketGate>();
        services.TryAddSingleton<IMarketData, MarketDataService>();
        services.TryAddSingleton<AddressLimiter>();
        services.TryAddSingleton<BatchMemory>();
        services.TryAddSingleton<MarketEndpoints>();
        services.TryAddSingleton<DirectoryEndpoints>();
        services.TryAddSingleton<IQuoteFeed, QuoteFeed>();
        return new MadLabBuilder(services);
    }
}
