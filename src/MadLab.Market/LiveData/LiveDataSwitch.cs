using MadLab.Market.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Market.LiveData;

/// <summary>Off when the configuration says off or an operator does; both are followed while the host runs.</summary>
internal sealed class LiveDataSwitch : ILiveDataSwitch, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger<LiveDataSwitch> _logger;
    private readonly IDisposable? _reload;
    private readonly List<Action<bool>> _listeners = [];
    private readonly Queue<bool> _news = new();
    private bool _isTelling;
    private bool _configured;
    private bool? _operator;
    private volatile bool _isOn;
    private DateTimeOffset? _since;

    public LiveDataSwitch(IOptionsMonitor<MarketOptions> options, TimeProvider time, ILogger<LiveDataSwitch> logger)
    {
        _time = time;
        _logger = logger;
        _configured = options.CurrentValue.LiveData;
        _isOn = _configured;
        _reload = options.OnChange(changed => Apply(() => _configured = changed.LiveData));
    }

    public bool IsOn => _isOn;

    public DateTimeOffset? Since
    {
        get
        {
            lock (_gate)
            {
                return _since;
            }
        }
    }

    public bool? Operator
    {
        get
        {
            lock (_gate)
            {
                return _operator;
            }
        }
    }

    public void Set(bool? enabled) => Apply(() => _operator = enabled);

    public IDisposable OnChange(Action<bool> changed)
    {
        lock (_gate)
        {
            _listeners.Add(changed);
        }

        return new Registration(this, changed);
    }

    public void Dispose() => _reload?.Dispose();

    private void Apply(Action change)
    {
        lock (_gate)
        {
            change();
            var now = _configured && _operator != false;
            if (now == _isOn)
            {
                return;
            }

            _isOn = now;
            _since = _time.GetUtcNow();
            _news.Enqueue(now);
            if (_isTelling)
            {
                // Whoever tells the news before this goes on with this: two at a time could leave a listener with the older as the last.
                return;
            }

            _isTelling = true;
        }

        while (TryNext(out var news, out var listeners))
        {
            Tell(news, listeners);
        }
    }

    private bool TryNext(out bool news, out Action<bool>[] listeners)
    {
        lock (_gate)
        {
            _isTelling = _news.TryDequeue(out news);
            listeners = _isTelling ? [.. _listeners] : [];
            return _isTelling;
        }
    }

    /// <summary>Outside the lock: a listener may ask the switch, and set it.</summary>
    private void Tell(bool news, Action<bool>[] listeners)
    {
        foreach (var listener in listeners)
        {
            try
            {
                listener(news);
            }
            catch (Exception e)
            {
                // One listener's fault must keep neither the others from the news nor fail the operator who brought it.
                _logger.LiveDataListenerFailed(e);
            }
        }
    }

    private sealed class Registration(LiveDataSwitch owner, Action<bool> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._listeners.Remove(listener);
            }
        }
    }
}
