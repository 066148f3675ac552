using System.Diagnostics.Metrics;
using MadLab.Market.Feeds;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Market.Tests.Feeds.Support;

/// <summary>A feed over given providers, with what it logs and counts.</summary>
internal sealed class FeedHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly MeterListener _meters = new();
    private readonly Lock _gate = new();
    private readonly List<(string Instrument, string Tags)> _measured = [];

    public FeedHost(TimeProvider time, Action<IMadLabBuilder> providers, Action<MarketOptions>? options = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(time);
        providers(services.AddMadLabMarket(options));
        _services = services.BuildServiceProvider();
        var factory = _services.GetRequiredService<IMeterFactory>();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.Start();
        Feed = (QuoteFeed)_services.GetRequiredService<IQuoteFeed>();
    }

    public QuoteFeed Feed { get; }

    public EventLog Log { get; } = new();

    public ILiveDataSwitch Live => _services.GetRequiredService<ILiveDataSwitch>();

    public ProviderStatus Status => _services.GetRequiredService<IMarketData>().GetProviders().Single();

    /// <summary>How often an instrument was written with these values of tags, joined by commas.</summary>
    public int Measured(string instrument, string tags = "")
    {
        lock (_gate)
        {
            return _measured.Count(m => m == (instrument, tags));
        }
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        await _services.DisposeAsync();
    }

    private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = string.Join(',', tags.ToArray().Select(t => t.Value));
        lock (_gate)
        {
            _measured.Add((instrument.Name, values));
        }
    }
}
