using System.ComponentModel.DataAnnotations;

namespace MadLab.Market;

/// <summary>The limit on market calls of one address: a token bucket; a batch costs one token per symbol.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Whether there is a limit. The default is false; MadLab.Hosting switches it on.</summary>
    public bool Enabled { get; set; }

    /// <summary>How many calls at once. The default is 200, which lets the largest batch (100) through.</summary>
    [Range(100, 1_000_000)]
    public int Burst { get; set; } = 200;

    /// <summary>How many calls a second after that. The default is 50.</summary>
    [Range(1, 1_000_000)]
    public int PerSecond { get; set; } = 50;

    /// <summary>How many addresses are told apart; past it newcomers share one bucket. The default is 10,000. An IPv6 address counts by its /64.</summary>
    [Range(1, 10_000_000)]
    public int MaxAddresses { get; set; } = 10_000;
}
