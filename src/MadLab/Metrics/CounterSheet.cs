namespace MadLab.Metrics;

/// <summary>Counters and their rates while a snapshot is written.</summary>
internal sealed class CounterSheet(double windowSeconds)
{
    private readonly List<CounterValue> _counters = [];
    private readonly List<RateValue> _rates = [];
    private readonly double _seconds = Math.Round(windowSeconds, 3);

    public IReadOnlyList<CounterValue> Counters => _counters;

    public IReadOnlyList<RateValue> Rates => _rates;

    public void Add(string name, long total, long inWindow)
    {
        _counters.Add(new CounterValue(name, total));
        _rates.Add(new RateValue($"{name}:rate", Math.Round(inWindow / _seconds, 4), _seconds, inWindow));
    }

    public long Value(string name) => _counters[IndexOf(name)].Value;

    public Rate Rate(string name)
    {
        var rate = _rates[IndexOf(name)];
        return new Rate(rate.PerSec, rate.WindowSec, rate.CountInWindow);
    }

    private int IndexOf(string name) => _counters.FindIndex(c => c.Name == name);
}
