namespace MadLab.Metrics;

/// <summary>What the registry holds at one moment; valid only inside <see cref="MetricsRegistry.Read"/>.</summary>
internal sealed class MetricsReading(IReadOnlyDictionary<string, MetricFamily> families, SampleWindow window, ErrorHistory errors, DateTimeOffset time)
{
    public IEnumerable<MetricFamily> Families => families.Values;

    public SampleWindow Window => window;

    public DateTimeOffset Time => time;

    /// <summary>Failures by category and severity since the start.</summary>
    public ErrorTally Errors { get; } = ErrorTally.Of(families);

    /// <summary>Failures of the last five minutes.</summary>
    public long RecentErrors => errors.Recent(Errors.Total);

    public IReadOnlyList<MetricSeries> Series(string instrument) => families.TryGetValue(instrument, out var family) ? family.Series : [];
}
