namespace MadLab.Metrics;

/// <summary>What health shows of the metrics.</summary>
internal sealed record MetricsSummary(IReadOnlyList<TimerValue> Timers, IReadOnlyList<CounterValue> Counters, IReadOnlyList<RateValue> Rates, long Ts);
