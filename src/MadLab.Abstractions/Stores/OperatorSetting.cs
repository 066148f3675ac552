namespace MadLab;

/// <summary>What an operator set.</summary>
/// <param name="Name">The switch, such as <c>live-data</c>.</param>
/// <param name="Value">Its value as text; null when the operator lifted it.</param>
/// <param name="SetBy">Who set it.</param>
/// <param name="SetAt">When, UTC.</param>
public sealed record OperatorSetting(string Name, string? Value, string SetBy, DateTimeOffset SetAt);
