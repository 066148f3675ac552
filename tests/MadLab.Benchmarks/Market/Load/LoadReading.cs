namespace MadLab.Benchmarks.Market.Load;

/// <summary>What a load saw.</summary>
/// <param name="Requests">Answers received whole.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Failed">Answers with a status of 400 and more, and broken connections.</param>
/// <param name="P50">The median of the time from request to answer, in milliseconds.</param>
/// <param name="P99">99 of 100 answers took at most this.</param>
internal sealed record LoadReading(long Requests, double Seconds, long Failed, double P50, double P99);
