namespace MadLab.Metrics;

/// <summary>Where a counter comes from: an instrument, and the one value of a tag that counts, where it is not all.</summary>
internal sealed record CounterSource(string Name, string Instrument, string? Tag = null, string? Value = null)
{
    public bool Takes(MetricSeries series) => Tag is null || Value!.Equals(series.Tag(Tag));
}
