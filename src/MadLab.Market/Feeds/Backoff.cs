namespace MadLab.Market.Feeds;

/// <summary>The pauses between attempts: 1, 2, 4, .. 30 s, each up to a quarter longer at random, so that symbols that failed together do not all come back at once.</summary>
internal sealed class Backoff(Random random)
{
    /// <summary>The longest pause, before chance; also how long a run must have gone well for the next pause to be the shortest again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private TimeSpan _next = Shortest;

    public TimeSpan Next()
    {
        // Whole milliseconds, upwards: a delay is cut down to them, and what chance added could be lost.
        var pause = TimeSpan.FromMilliseconds(Math.Ceiling((_next * (1 + (random.NextDouble() / 4))).TotalMilliseconds));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return pause;
    }

    public void Reset() => _next = Shortest;
}
