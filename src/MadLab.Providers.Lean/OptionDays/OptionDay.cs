namespace MadLab.Providers.Lean.OptionDays;

/// <summary>The option quotes of one day.</summary>
/// <param name="Day">The day, exchange date.</param>
/// <param name="Quotes">The quotes; empty when there are none of that day.</param>
internal sealed record OptionDay(DateOnly Day, IReadOnlyList<OptionQuote> Quotes);
