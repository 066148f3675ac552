namespace MadLab.Metrics;

/// <summary>How measurements of an instrument add up.</summary>
internal enum MetricKind
{
    /// <summary>They are added and only grow.</summary>
    Counter,

    /// <summary>They are added and may shrink.</summary>
    UpDownCounter,

    /// <summary>The last one counts.</summary>
    Gauge,

    /// <summary>The last one counts, and it only grows.</summary>
    ObservedCounter,

    /// <summary>Each counts in its bucket.</summary>
    Histogram,
}
