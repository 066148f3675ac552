namespace MadLab;

/// <summary>
/// Hears of failures that no caller caused, for a service that collects them. None is registered by default, and nothing is sent anywhere then:
/// <c>services.AddSingleton&lt;IMadLabErrorReporter, ..&gt;()</c>.
/// </summary>
public interface IMadLabErrorReporter
{
    /// <summary>Takes a report. Called while a request waits for its answer: hand it on and return at once. What it throws is logged as a warning and changes no answer.</summary>
    void Report(MadLabErrorReport report);
}

/// <summary>A failure without anything that a caller, an upstream or a setting said: no message, no address, no query, no owner, no value.</summary>
public sealed record MadLabErrorReport
{
    /// <summary>The part that failed: <c>market</c>, <c>stream</c>, <c>workspaces</c>, .., or <c>host</c>.</summary>
    public required string Area { get; init; }

    /// <summary>The code of the answer, such as <c>INTERNAL_ERROR</c> or <c>STORE_UNAVAILABLE</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The exceptions' types, the outermost first.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>The methods it passed through, the innermost first, at most 50; without files and lines.</summary>
    public required IReadOnlyList<string> Frames { get; init; }

    /// <summary>The trace to look for in logs and traces; null where there is none.</summary>
    public string? TraceId { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Time { get; init; }
}
