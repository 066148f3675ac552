using MadLab.Testing.Http;

namespace MadLab.Testing.Conformance;

/// <summary>What a provider is checked with.</summary>
public sealed record ConformanceOptions
{
    /// <summary>An instrument the provider has daily bars of; what else it offers is asked of it, too.</summary>
    public required Symbol Symbol { get; init; }

    /// <summary>A second instrument; null, the default, leaves out what needs two.</summary>
    public Symbol? Other { get; init; }

    /// <summary>A symbol that the provider does not have; <c>NO-SUCH-SYMBOL</c> by default. Null for one that has an answer to everything, such as made-up prices.</summary>
    public Symbol? Unknown { get; init; } = Symbol.Parse("NO-SUCH-SYMBOL");

    /// <summary>What a search for <see cref="Symbol"/> is given; null, the default, for the symbol's own letters.</summary>
    public string? Query { get; init; }

    /// <summary>How long one call may take; 30 seconds by default.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stream may take until its first quote; 10 seconds by default. A market that is closed may need a replay or a recorded feed.</summary>
    public TimeSpan StreamLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The handler that the provider's requests go through, which lets the checks do to it what upstreams do; null, the default, for a provider that speaks no HTTP.</summary>
    public HttpFaults? Http { get; init; }

    /// <summary>The upstream of its stream, which lets the checks cut it; null, the default, leaves those out.</summary>
    public StreamUpstream? Stream { get; init; }

    /// <summary>Keys and tokens that the provider was given; none by default. No failure may show them.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Rules that are known to be broken; none by default.</summary>
    public IReadOnlyList<ConformanceWaiver> Waivers { get; init; } = [];

    /// <summary>The clock that the provider goes by; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
