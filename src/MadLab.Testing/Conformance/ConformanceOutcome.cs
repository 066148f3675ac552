namespace MadLab.Testing.Conformance;

/// <summary>How a check ended.</summary>
public enum ConformanceOutcome
{
    /// <summary>The provider keeps the rule.</summary>
    Passed,

    /// <summary>It does not; the result says how that was seen.</summary>
    Failed,

    /// <summary>It does not, and somebody has said why that is so for now.</summary>
    Waived,

    /// <summary>The rule is about something this provider does not do.</summary>
    NotApplicable,
}
