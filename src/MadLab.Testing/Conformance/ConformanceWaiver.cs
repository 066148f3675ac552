namespace MadLab.Testing.Conformance;

/// <summary>Says that a rule is known to be broken, why, and until when that is taken.</summary>
/// <param name="Check">The check's id.</param>
/// <param name="Reason">Why; it is in the report.</param>
/// <param name="Until">The last day it holds, UTC; after it the check fails again.</param>
public sealed record ConformanceWaiver(string Check, string Reason, DateOnly Until);
