namespace MadLab.Testing.Conformance;

/// <summary>A rule that providers are checked against.</summary>
public sealed class ConformanceCheck
{
    internal ConformanceCheck(string id, ConformanceLevel level, string rule, Func<ConformanceRun, Task<string?>> findAsync)
    {
        Id = id;
        Level = level;
        Rule = rule;
        FindAsync = findAsync;
    }

    /// <summary>What waivers and reports call it, such as <c>PRICE-003</c>; it stays the same for ever.</summary>
    public string Id { get; }

    /// <summary>How much it binds.</summary>
    public ConformanceLevel Level { get; }

    /// <summary>The rule, as a sentence.</summary>
    public string Rule { get; }

    /// <summary>Finds out; null where the rule is kept, else what was seen.</summary>
    internal Func<ConformanceRun, Task<string?>> FindAsync { get; }
}
