namespace MadLab.Benchmarks.Shared;

/// <summary>An option of a command.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What stands for its value in the help; null for a switch.</param>
/// <param name="Help">What it does and its default.</param>
internal sealed record Option(string Name, string? Value, string Help)
{
    /// <summary>The options as a help text shows them.</summary>
    public static string Describe(IEnumerable<Option> options) =>
        string.Join('\n', options.Select(o => $"  {(o.Value is null ? o.Name : $"{o.Name} {o.Value}"),-20} {o.Help}"));
}
