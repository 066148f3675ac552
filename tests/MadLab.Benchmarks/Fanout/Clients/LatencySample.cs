namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>When the quotes of one connection came, in microseconds.</summary>
internal sealed class LatencySample(int periodMs) : IQuoteObserver
{
    private readonly long _period = periodMs * 1000L;
    private readonly List<double> _latency = [];
    private readonly List<long> _flushes = [];
    private long _last;

    public IReadOnlyList<double> LatencyMs => _latency;

    public void OnQuote(SeenQuote quote)
    {
        var now = Ticks.Now;
        _latency.Add((now - quote.Published) / 1000.0);

        // Quotes that come together are one flush, which is there when its last quote is.
        if (_flushes.Count == 0 || now - _last > _period / 2)
        {
            _flushes.Add(now);
        }
        else
        {
            _flushes[^1] = now;
        }

        _last = now;
    }

    /// <summary>How much later each flush came than the connection's turn, for which its earliest one stands.</summary>
    public IEnumerable<double> LatenessMs()
    {
        if (_flushes.Count == 0)
        {
            return [];
        }

        var offsets = _flushes.ConvertAll(f => f - _flushes[0] - ((f - _flushes[0] + (_period / 2)) / _period * _period));
        var turn = offsets.Min();
        return offsets.Select(o => (o - turn) / 1000.0);
    }
}
