using System.Diagnostics;
using System.Diagnostics.Metrics;
using MadLab.Diagnostics;
using MadLab.Market.Caching;
using MadLab.Market.Quality;

namespace MadLab.Market.Diagnostics;

internal sealed class MarketMetrics
{
    public static readonly ActivitySource Activities = new(MadLabDiagnostics.ActivitySourceName);

    private static readonly KeyValuePair<string, object?>[] Results =
    [
        new(Instruments.Result, "hit"), new(Instruments.Result, "stale"), new(Instruments.Result, "miss"), new(Instruments.Result, "shared"),
    ];

    private static readonly KeyValuePair<string, object?>[] Kinds = [.. QualityTexts.Kinds.Select(k => new KeyValuePair<string, object?>(Instruments.IssueKind, k))];

    private readonly Counter<long> _requests;
    private readonly Counter<long> _evictions;
    private readonly Counter<long> _quality;
    private readonly Counter<long> _invalid;
    private readonly Counter<long> _restarts;
    private readonly Histogram<double> _provider;
    private readonly Meter _meter;

    public MarketMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MadLabDiagnostics.MeterName);
        _requests = _meter.CreateCounter<long>(Instruments.CacheRequests, "{request}", "Reads of the market cache by result.");
        _evictions = _meter.CreateCounter<long>(Instruments.CacheEvictions, "{entry}", "Entries that left the market cache to make room.");
        _quality = _meter.CreateCounter<long>(Instruments.QualityIssues, "{issue}", "Suspicious points found in price series, by kind.");
        _invalid = _meter.CreateCounter<long>(Instruments.ValidationErrors, "{answer}", "Provider answers refused as invalid.");
        _restarts = _meter.CreateCounter<long>(Instruments.FeedRestarts, "{restart}", "Sequences of quotes that failed and were opened anew.");
        _provider = _meter.CreateHistogram<double>(Instruments.ProviderDuration, "s", "Duration of provider calls.");
    }

    public void Observe(SieveCache<MarketKey, MarketEntry> cache)
    {
        _meter.CreateObservableGauge(Instruments.CacheEntries, () => cache.Count, "{entry}", "Entries in the market cache.");
        _meter.CreateObservableGauge(Instruments.CacheSize, () => cache.Bytes, "By", "Bytes in the market cache.");
    }

    public void Read(ReadOutcome outcome) => _requests.Add(1, Results[(int)outcome]);

    public void Evicted(int count)
    {
        if (count > 0)
        {
            _evictions.Add(count);
        }
    }

    public void Found(IssueList issues)
    {
        for (var kind = 0; kind < Kinds.Length && issues.Total > 0; kind++)
        {
            if (issues.Of((QualityKind)kind) is var count and > 0)
            {
                _quality.Add(count, Kinds[kind]);
            }
        }
    }

    public void Invalid() => _invalid.Add(1);

    public void Restarted(string provider, string reason) => _restarts.Add(
        1, new KeyValuePair<string, object?>(Instruments.Provider, provider), new KeyValuePair<string, object?>(Instruments.Reason, reason));

    public void Called(string provider, string operation, string outcome, TimeSpan duration)
    {
        if (_provider.Enabled)
        {
            _provider.Record(
                duration.TotalSeconds,
                new KeyValuePair<string, object?>(Instruments.Provider, provider),
                new KeyValuePair<string, object?>(Instruments.Operation, operation),
                new KeyValuePair<string, object?>(Instruments.Outcome, outcome));
        }
    }
}
