namespace MadLab.Testing.Conformance;

/// <summary>How one check ended.</summary>
/// <param name="Check">The rule.</param>
/// <param name="Outcome">Whether it is kept.</param>
/// <param name="Message">What was seen where it is not, why it does not apply, or the waiver's reason; null where it passed.</param>
public sealed record ConformanceResult(ConformanceCheck Check, ConformanceOutcome Outcome, string? Message);
