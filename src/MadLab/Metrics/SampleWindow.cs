namespace MadLab.Metrics;

/// <summary>A stretch of time that ends now.</summary>
/// <param name="Slot">Where the copies at its start are.</param>
/// <param name="Age">How many copies were taken since.</param>
/// <param name="Seconds">How long it is; at least 1, so that the first moments show no absurd rates.</param>
internal readonly record struct SampleWindow(int Slot, int Age, double Seconds);
