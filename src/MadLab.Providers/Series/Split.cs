namespace MadLab.Providers;

/// <summary>A split of a share.</summary>
/// <param name="Day">The first session day in new shares.</param>
/// <param name="Ratio">How many new shares one old one became: 4 for 4-for-1, 0.05 for 1-for-20.</param>
public readonly record struct Split(DateOnly Day, decimal Ratio);
