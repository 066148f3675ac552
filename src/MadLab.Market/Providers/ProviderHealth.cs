namespace MadLab.Market.Providers;

/// <summary>How a provider is, from its last real calls.</summary>
internal sealed class ProviderHealth(TimeProvider time)
{
    private const int Window = 20;

    // How long a failure speaks against a provider that nobody has called since.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly (MarketErrorKind? Error, TimeSpan Duration, bool IsOutage)[] _calls = new (MarketErrorKind?, TimeSpan, bool)[Window];
    private int _count;
    private int _next;
    private MarketErrorKind? _lastError;
    private DateTimeOffset? _lastErrorAt;

    public void Succeeded(TimeSpan duration) => Add(null, duration, isOutage: false);

    /// <summary>A failure with one symbol while others are served: it degrades the provider and never takes it for down.</summary>
    public void FailedForOne(MarketErrorKind kind, TimeSpan duration) => Failed(kind, duration, isOutage: false);

    public void Failed(MarketErrorKind kind, TimeSpan duration) => Failed(kind, duration, IsOutage(kind));

    private void Failed(MarketErrorKind kind, TimeSpan duration, bool isOutage)
    {
        // "No such symbol" is an answer: it says nothing against the provider.
        var failed = IsFault(kind);
        lock (_gate)
        {
            if (failed)
            {
                _lastError = kind;
                _lastErrorAt = time.GetUtcNow();
            }
        }

        Add(failed ? kind : null, duration, failed && isOutage);
    }

    /// <summary>Whether the provider itself is in trouble; a malformed answer about one symbol says nothing about the others.</summary>
    public static bool IsOutage(MarketErrorKind kind) => kind != MarketErrorKind.Malformed && IsFault(kind);

    /// <summary>Whether the provider should have answered and did not.</summary>
    public static bool IsFault(MarketErrorKind kind) => kind is
        MarketErrorKind.Unavailable or MarketErrorKind.Timeout or MarketErrorKind.Malformed
        or MarketErrorKind.Unauthorized or MarketErrorKind.QuotaExceeded;

    public ProviderStatus Describe(string name, ProviderDescriptor descriptor, bool circuitOpen)
    {
        lock (_gate)
        {
            var failures = 0;
            var total = TimeSpan.Zero;
            for (var i = 0; i < _count; i++)
            {
                failures += _calls[i].Error is null ? 0 : 1;
                total += _calls[i].Duration;
            }

            var recent = _lastErrorAt is { } at && time.GetUtcNow() - at < Memory;
            var state = ProviderState.Available;
            if (circuitOpen || (recent && LastWereOutages(3)))
            {
                state = ProviderState.Unavailable;
            }
            else if (recent && failures > 0)
            {
                state = ProviderState.Degraded;
            }

            return new ProviderStatus
            {
                Name = name,
                Descriptor = descriptor,
                State = state,
                Latency = _count == 0 ? null : total / _count,
                LastError = _lastError,
                LastErrorAt = _lastErrorAt,
            };
        }
    }

    private bool LastWereOutages(int most)
    {
        for (var i = 1; i <= Math.Min(most, _count); i++)
        {
            if (!_calls[(_next - i + Window) % Window].IsOutage)
            {
                return false;
            }
        }

        return _count > 0;
    }

    private void Add(MarketErrorKind? error, TimeSpan duration, bool isOutage)
    {
        lock (_gate)
        {
            _calls[_next] = (error, duration, isOutage);
            _next = (_next + 1) % Window;
            _count = Math.Min(_count + 1, Window);
        }
    }
}
