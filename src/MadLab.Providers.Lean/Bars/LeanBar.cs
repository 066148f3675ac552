namespace MadLab.Providers.Lean.Bars;

/// <summary>One bar as it is in its file: unadjusted, in the time zone of the file.</summary>
internal readonly record struct LeanBar(DateTime Time, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume)
{
    /// <summary>The day the bar is of.</summary>
    public DateOnly Day => DateOnly.FromDateTime(Time);

    /// <summary>Whether high and low enclose the rest and nothing is negative that cannot be.</summary>
    public bool IsValid =>
        Low <= Math.Min(Open, Close) && High >= Math.Max(Open, Close) && Volume >= 0;
}
