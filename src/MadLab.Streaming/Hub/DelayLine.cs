namespace MadLab.Streaming.Hub;

/// <summary>The upstream of a delayed cell: holds the quotes of the symbol's real-time cell back and passes each on when it is old enough.</summary>
/// <remarks>
/// It holds at most <see cref="MaxHeld"/> quotes however long the delay: of those that come within one step, a 256th of the delay and at
/// least 250 ms, only the newest. None is ever passed on early.
/// </remarks>
internal sealed class DelayLine : ICellWaiter, IDisposable
{
    public const int MaxHeld = Steps + 2;

    private const int Steps = 256;
    private static readonly TimeSpan LeastStep = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Queue<CellValue> _held = [];
    private readonly QuoteHub _hub;
    private readonly SymbolCell _origin;
    private readonly SymbolCell _delayed;
    private readonly ITimer _timer;
    private readonly long _delay;
    private readonly long _step;
    private CellValue? _newest;
    private long _seen;
    private int _toldError;
    private bool _disposed;

    private DelayLine(QuoteHub hub, SymbolCell origin, SymbolCell delayed)
    {
        _hub = hub;
        _origin = origin;
        _delayed = delayed;
        _delay = Ticks(delayed.Delay);
        _step = Math.Max(Ticks(LeastStep), _delay / Steps);
        _timer = hub.Time.CreateTimer(static line => ((DelayLine)line!).Pass(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many quotes are held back.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held.Count + (_newest is null ? 0 : 1);
            }
        }
    }

    /// <summary>Begins to fill a delayed cell.</summary>
    /// <exception cref="MarketDataException">The hub has no room for the real-time cell.</exception>
    public static DelayLine Open(QuoteHub hub, SymbolCell delayed)
    {
        var origin = hub.Acquire(delayed.Symbol) ?? throw new MarketDataException(
            MarketErrorKind.Unavailable, $"{delayed.Symbol} cannot be streamed now: the service streams as many symbols as it may.");
        var line = new DelayLine(hub, origin, delayed);
        line.OnCellChanged();
        return line;
    }

    public void OnCellChanged()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            // Before it looks: what changes after this call calls again.
            _origin.AddWaiter(this);
            if (_origin.Current is { } value && value.Seq > _seen)
            {
                _seen = value.Seq;
                Hold(value);
            }

            PassDue();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _held.Clear();
            _newest = null;
        }

        _timer.Dispose();
        _origin.RemoveWaiter(this);
        _hub.Release(_origin);
    }

    private void Pass()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                PassDue();
            }
        }
    }

    private void Hold(CellValue value)
    {
        if (_newest is { } last && last.PublishedAt / _step != value.PublishedAt / _step)
        {
            _held.Enqueue(last);
        }

        _newest = value;
    }

    private void PassDue()
    {
        var now = _hub.Time.GetTimestamp();
        CellValue? due = null;
        while (_held.TryPeek(out var next) && next.PublishedAt + _delay <= now)
        {
            due = _held.Dequeue();
        }

        if (_held.Count == 0 && _newest is { } newest && newest.PublishedAt + _delay <= now)
        {
            due = newest;
            _newest = null;
        }

        if (due is not null)
        {
            if (due.Source is { } source)
            {
                _delayed.OnSource(Later(source, _delayed.Delay));
            }

            _delayed.OnQuote(due.Quote);
        }

        // What was said before an outage is still passed on in its time; that the symbol is unknown is no secret.
        if (_origin.Error is { } error && error.Id != _toldError && (error.IsFinal || (_held.Count == 0 && _newest is null)))
        {
            _toldError = error.Id;
            _delayed.OnError(error.Exception, error.IsFinal);
        }

        if ((_held.TryPeek(out var first) ? first : _newest) is { } waiting)
        {
            // A millisecond more: a timer that fires a tick early would find nothing to do.
            var wait = _hub.Time.GetElapsedTime(now, waiting.PublishedAt + _delay) + TimeSpan.FromMilliseconds(1);
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    internal static QuoteSourceInfo Later(QuoteSourceInfo source, TimeSpan delay) =>
        delay == TimeSpan.Zero ? source : source with { DelaySeconds = source.DelaySeconds + (int)delay.TotalSeconds };

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _hub.Time.TimestampFrequency);
}
