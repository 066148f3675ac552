namespace MadLab.Providers;

/// <summary>How a provider talks to its upstream.</summary>
public sealed record UpstreamOptions
{
    /// <summary>The upstream's name as people know it; errors begin with it.</summary>
    public required string Name { get; init; }

    /// <summary>The most bytes of one answer; 16 MiB by default. A longer one is <see cref="MarketErrorKind.Malformed"/>.</summary>
    public int MaxBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Says what an answer means that is no data: an error inside of a 200, a code of the upstream's own. Asked for every answer, with its JSON where it has
    /// any; null from it means what the status means. None by default.
    /// </summary>
    public Func<UpstreamAnswer, MarketDataException?>? MapError { get; init; }

    /// <summary>How often the upstream may be called; null, the default, leaves that to the host, which counts the provider's calls and not their pages.</summary>
    public CallBudget? Budget { get; init; }

    /// <summary>Keys and tokens. <see cref="UpstreamClient.Clean"/> takes them out of what the upstream says of itself: some repeat them in their errors.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The clock that a date in <c>Retry-After</c> is compared with; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
