using MadLab;
using MadLab.Http;
using MadLab.Streaming;
using MadLab.Streaming.Access;
using MadLab.Streaming.Authorization;
using MadLab.Streaming.Configuration;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Flushing;
using MadLab.Streaming.Hub;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the streams.</summary>
public static class MadLabStreamingServiceCollectionExtensions
{
    /// <summary>Adds live quotes over WebSocket, server-sent events and polling, and in process as <see cref="IQuoteSource"/>. Can be called more than once.</summary>
    /// <remarks>Needs an <see cref="IQuoteFeed"/>, which <c>AddMadLabMarket()</c> brings; without one the start fails and says so.</remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options after <c>MadLab:Streaming</c> of the configuration was read.</param>
    /// <returns>The builder that other packages extend.</returns>
    public static IMadLabBuilder AddMadLabStreaming(this IServiceCollection services, Action<StreamingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(static s => s.ServiceType == typeof(QuoteHub)))
        {
            // Once only: bound twice, a list has every entry twice.
            services.AddOptionsWithValidateOnStart<StreamingOptions, StreamingOptionsValidator>().BindConfiguration("MadLab:Streaming");
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StreamingOptions>, StreamingOptionsRules>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StreamingStartCheck>());
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RequestMetrics>();
        services.TryAddSingleton<StreamMetrics>();
        services.TryAddSingleton<QuoteHub>();
        services.TryAddSingleton<FlushLoops>();
        services.TryAddSingleton<ConnectionCounter>();
        services.TryAddSingleton<AuthorizationRecheck>();
        services.TryAddSingleton<StreamAccess>();
        services.TryAddSingleton<StreamRuntime>();
        services.TryAddSingleton<IQuoteSource, QuoteSource>();
        services.TryAddSingleton<IStreamingStatus, StreamingStatus>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        return new MadLabBuilder(services);
    }
}
