namespace MadLab.Market.Providers.Synthetic;

/// <summary>Open, high, low and close of one minute, in ticks, and the units traded in it.</summary>
internal readonly record struct MinuteBar(int Open, int High, int Low, int Close, long Volume);
