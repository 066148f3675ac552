namespace MadLab.Providers;

/// <summary>A dividend in cash.</summary>
/// <param name="ExDay">The first session day without it.</param>
/// <param name="Amount">The amount a share, in the prices' currency and in shares of that day.</param>
public readonly record struct CashDividend(DateOnly ExDay, decimal Amount);
