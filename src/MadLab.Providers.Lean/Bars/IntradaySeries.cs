namespace MadLab.Providers.Lean.Bars;

/// <summary>Bars of less than a day.</summary>
/// <param name="Interval">The length of each bar.</param>
/// <param name="Length">The same as a time span.</param>
/// <param name="Bars">The bars, oldest first, never empty.</param>
internal sealed record IntradaySeries(BarInterval Interval, TimeSpan Length, LeanBar[] Bars);
