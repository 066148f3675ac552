namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>What the bench put into a quote.</summary>
/// <param name="Symbol">Its number.</param>
/// <param name="Price">Its price.</param>
/// <param name="Published">When, by <see cref="Ticks.Now"/>.</param>
internal readonly record struct SeenQuote(int Symbol, decimal Price, long Published);
