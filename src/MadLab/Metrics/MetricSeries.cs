namespace MadLab.Metrics;

/// <summary>One instrument's measurements with one set of tags.</summary>
internal abstract class MetricSeries(KeyValuePair<string, object?>[] tags, string labels)
{
    /// <summary>The tags as Prometheus labels, without braces; empty without tags.</summary>
    public string Labels { get; } = labels;

    /// <summary>Takes a measurement; called from any thread, takes no lock.</summary>
    public abstract void Record(double value);

    /// <summary>Copies the values of now to a place of the ring.</summary>
    public abstract void Sample(int slot);

    /// <summary>The value of a tag; null when there is none.</summary>
    public object? Tag(string key)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == key)
            {
                return tag.Value;
            }
        }

        return null;
    }
}
