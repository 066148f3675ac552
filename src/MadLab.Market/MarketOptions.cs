using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MadLab.Market;

/// <summary>Settings of market data, section <c>MadLab:Market</c>.</summary>
public sealed class MarketOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "MadLab:Market";

    /// <summary>Whether providers may be called; false serves only what is cached. Followed while the host runs. The default is true.</summary>
    public bool LiveData { get; set; } = true;

    /// <summary>The most answers held; past it those read least recently leave. The default is 500.</summary>
    [Range(1, 1_000_000)]
    public int MaxCacheEntries { get; set; } = 500;

    /// <summary>The most bytes held; past it answers leave as with <see cref="MaxCacheEntries"/>. The default is 128 MiB.</summary>
    [Range(1_048_576L, 1_099_511_627_776L)]
    public long MaxCacheBytes { get; set; } = 128L * 1024 * 1024;

    /// <summary>The most bytes that answers of several symbols hold until they are sent, all together; past it an answer holds a symbol at a time and reads the others again as their turn comes. The default is 64 MiB.</summary>
    [Range(0L, 1_099_511_627_776L)]
    public long MaxBatchBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>How old an answer may be that stands in while no provider answers. The default is 24 hours; zero never.</summary>
    public TimeSpan StaleLimit { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a stale answer stands in before a failing provider is asked again. The default is 5 seconds.</summary>
    public TimeSpan StaleRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an unknown symbol is remembered as unknown, at most a quarter of <see cref="MaxCacheEntries"/> of them, beside the answers. The default is 30 seconds.</summary>
    public TimeSpan UnknownSymbolMemory { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest a provider may take to answer, retries included; <c>MadLab:Providers:NAME:Timeout</c> wins over it. The default is 10 seconds.</summary>
    public TimeSpan ProviderTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a caller waits for a refresh before an answer that is past its time stands in; the refresh goes on. The default is 2 seconds; zero never waits.</summary>
    public TimeSpan SoftTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a caller waits where nothing can stand in, all providers together; then the call fails as timed out, and the fetch goes on. The default is 30 seconds.</summary>
    public TimeSpan HardTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After which part of its life an answer that is read is asked for anew in the background. The default is 0.8; 1 never.</summary>
    [Range(0.1, 1.0)]
    public double EarlyRefresh { get; set; } = 0.8;

    /// <summary>By how much, at most and at random, we keep an answer longer than its time, so that those made together do not end together. The default is 0.1, a tenth.</summary>
    [Range(0.0, 1.0)]
    public double LifetimeJitter { get; set; } = 0.1;

    /// <summary>The most answers being fetched at a time; past it a stale one is given, or the call fails. The default is 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxPendingFetches { get; set; } = 10_000;

    /// <summary>How long a symbol's quotes may stand still while its market is open before the upstream counts as mute and is opened anew. The default is 60 seconds; zero never. A provider's <see cref="ProviderLimits.MaxSilence"/> wins over it, but for zero.</summary>
    public TimeSpan QuoteSilence { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long prices may be kept: 60 s by a browser, 300 s by a shared cache.</summary>
    public FreshnessOptions Prices { get; set; } = new();

    /// <summary>How long key figures may be kept: 1 s by a browser, 2 s by a shared cache, so that polling sees new prices.</summary>
    public FreshnessOptions Kpis { get; set; } = new() { MaxAge = TimeSpan.FromSeconds(1), SharedMaxAge = TimeSpan.FromSeconds(2), StaleWhileRevalidate = TimeSpan.Zero };

    /// <summary>How long volatility surfaces may be kept: 60 s by a browser, 300 s by a shared cache.</summary>
    public FreshnessOptions Vol { get; set; } = new();

    /// <summary>How long correlations may be kept: 60 s by a browser, 300 s by a shared cache.</summary>
    public FreshnessOptions Correlation { get; set; } = new();

    /// <summary>How long volatility cones may be kept: 60 s by a browser, 300 s by a shared cache.</summary>
    public FreshnessOptions VolCone { get; set; } = new();

    /// <summary>How long quality reports may be kept: 60 s by a browser, 300 s by a shared cache.</summary>
    public FreshnessOptions Quality { get; set; } = new();

    /// <summary>How long descriptions of instruments may be kept: 60 s by a browser, 300 s by a shared cache.</summary>
    public FreshnessOptions Info { get; set; } = new();

    /// <summary>How long answers of providers' own types may be kept.</summary>
    public FreshnessOptions Custom { get; set; } = new();

    /// <summary>How long answers as of a day that is over may be kept, whatever their type: a day by a browser, a week by a shared cache. They do not change.</summary>
    public FreshnessOptions AsOf { get; set; } = new()
    {
        MaxAge = TimeSpan.FromDays(1), SharedMaxAge = TimeSpan.FromDays(7), StaleWhileRevalidate = TimeSpan.FromDays(1), StaleIfError = TimeSpan.FromDays(7),
    };

    /// <summary>The limit on calls of one address.</summary>
    [ValidateObjectMembers]
    public RateLimitOptions RateLimit { get; set; } = new();
}
