namespace MadLab.Diagnostics;

/// <summary>The names of all instruments, in one place because the registry reads what the packages write.</summary>
internal static class Instruments
{
    /// <summary>Histogram, seconds; tags <see cref="Area"/>, <see cref="Method"/>, <see cref="Status"/>.</summary>
    public const string RequestDuration = "madlab.request.duration";

    /// <summary>Counter; tag <see cref="Result"/>: hit, stale, miss, shared.</summary>
    public const string CacheRequests = "madlab.cache.requests";

    /// <summary>Counter.</summary>
    public const string CacheEvictions = "madlab.cache.evictions";

    /// <summary>Gauge, entries.</summary>
    public const string CacheEntries = "madlab.cache.entries";

    /// <summary>Gauge, bytes.</summary>
    public const string CacheSize = "madlab.cache.size";

    /// <summary>Histogram, seconds; tags <see cref="Provider"/>, <see cref="Operation"/>, <see cref="Outcome"/>.</summary>
    public const string ProviderDuration = "madlab.provider.duration";

    /// <summary>Counter; tag <see cref="IssueKind"/>: outlier, level_shift, gap, negative, ohlc, stale, duplicate.</summary>
    public const string QualityIssues = "madlab.market.data_quality.issues";

    /// <summary>Counter.</summary>
    public const string ValidationErrors = "madlab.market.data_validation.errors";

    /// <summary>Counter of sequences of quotes that failed and were opened anew, there or at the next provider; tags <see cref="Provider"/>, <see cref="Reason"/>: failed, ended, silent, backwards.</summary>
    public const string FeedRestarts = "madlab.feed.restarts";

    /// <summary>Up-down counter; tag <see cref="Transport"/>.</summary>
    public const string StreamConnectionsActive = "madlab.stream.connections.active";

    /// <summary>Counter; tag <see cref="Transport"/>.</summary>
    public const string StreamConnectionsClosed = "madlab.stream.connections.closed";

    /// <summary>Counter; tag <see cref="Transport"/>.</summary>
    public const string StreamMessagesSent = "madlab.stream.messages.sent";

    /// <summary>Counter; tag <see cref="Transport"/>.</summary>
    public const string StreamMessagesReceived = "madlab.stream.messages.received";

    /// <summary>Counter of symbols subscribed; tag <see cref="Transport"/>.</summary>
    public const string StreamSubscriptions = "madlab.stream.subscriptions";

    /// <summary>Counter; tag <see cref="Transport"/>.</summary>
    public const string StreamBadMessages = "madlab.stream.bad_messages";

    /// <summary>Counter of failed sends and broken connections; tag <see cref="Transport"/>.</summary>
    public const string StreamErrors = "madlab.stream.errors";

    /// <summary>Counter of upstream failures told to subscribers.</summary>
    public const string StreamFeedErrors = "madlab.stream.feed.errors";

    /// <summary>Counter of quotes superseded before they were sent to a connection.</summary>
    public const string StreamCoalesced = "madlab.stream.updates.coalesced";

    /// <summary>Counter of quotes written to connections.</summary>
    public const string StreamFlushed = "madlab.stream.updates.flushed";

    /// <summary>Counter of quotes taken from upstreams.</summary>
    public const string StreamTicks = "madlab.stream.ticks";

    /// <summary>Histogram, seconds: one pass of a flush loop.</summary>
    public const string StreamTickDuration = "madlab.stream.tick.duration";

    /// <summary>Histogram, seconds: how old a quote is when it is written.</summary>
    public const string StreamQuoteAge = "madlab.stream.quote.age";

    /// <summary>Histogram, seconds; tags <see cref="Operation"/>, <see cref="Outcome"/>.</summary>
    public const string StoreDuration = "madlab.store.duration";

    /// <summary>Gauge, seconds since 1970-01-01 UTC; only where backups are scheduled.</summary>
    public const string BackupLastSuccess = "madlab.backup.last_success_timestamp";

    public const string Area = "madlab.area";
    public const string Method = "http.request.method";
    public const string Status = "http.response.status_code";
    public const string Result = "madlab.cache.result";
    public const string Provider = "madlab.provider";
    public const string Operation = "madlab.operation";
    public const string Outcome = "madlab.outcome";
    public const string IssueKind = "madlab.quality.kind";
    public const string Reason = "madlab.reason";
    public const string Transport = "madlab.transport";
}
