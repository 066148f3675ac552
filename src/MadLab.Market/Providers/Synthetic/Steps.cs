namespace MadLab.Market.Providers.Synthetic;

/// <summary>The live price's steps: 200 ms each, counted from the epoch, so that they agree on every node.</summary>
internal static class Steps
{
    public const int Milliseconds = 200;
    public const int PerMinute = 60_000 / Milliseconds;

    /// <summary>The newest step at a moment.</summary>
    public static long At(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds() / Milliseconds;

    /// <summary>The moment of a step, UTC.</summary>
    public static DateTimeOffset TimeOf(long step) => DateTimeOffset.FromUnixTimeMilliseconds(step * Milliseconds);
}
