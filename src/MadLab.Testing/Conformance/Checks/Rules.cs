namespace MadLab.Testing.Conformance.Checks;

/// <summary>How checks are written down.</summary>
internal static class Rules
{
    public static ConformanceCheck Must(string id, string rule, Func<ConformanceRun, Task<string?>> find) =>
        new(id, ConformanceLevel.Must, rule, find);

    public static ConformanceCheck Should(string id, string rule, Func<ConformanceRun, Task<string?>> find) =>
        new(id, ConformanceLevel.Should, rule, find);

    /// <summary>A rule that is seen in an answer at once.</summary>
    public static Task<string?> Seen(string? fault) => Task.FromResult(fault);

    /// <summary>What is seen of the first that breaks the rule; null where none does.</summary>
    public static string? First<T>(IEnumerable<T> items, Func<T, bool> breaks, Func<T, string> tell)
    {
        foreach (var item in items)
        {
            if (breaks(item))
            {
                return tell(item);
            }
        }

        return null;
    }

    public static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

    public static string Text(decimal number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
