namespace MadLab.Market.Providers;

/// <summary>How a provider is, from its last real calls, each operation's apart: one that its plan does not have says nothing about the others.</summary>
internal sealed class ProviderHealth(TimeProvider time)
{
    // How long a call speaks for or against a provider that nobody has called since.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OperationHealth> _operations = new(StringComparer.Ordinal);

    public void Succeeded(string operation, TimeSpan duration) => Add(operation, null, duration, isOutage: false);

    /// <summary>A failure with one symbol while others are served: it degrades the provider and never takes it for down.</summary>
    public void FailedForOne(string operation, MarketErrorKind kind, TimeSpan duration) => Failed(operation, kind, duration, isOutage: false);

    public void Failed(string operation, MarketErrorKind kind, TimeSpan duration) => Failed(operation, kind, duration, IsOutage(kind));

    /// <summary>Whether the provider itself is in trouble; a malformed answer about one symbol says nothing about the others.</summary>
    public static bool IsOutage(MarketErrorKind kind) => kind != MarketErrorKind.Malformed && IsFault(kind);

    /// <summary>Whether the provider should have answered and did not.</summary>
    public static bool IsFault(MarketErrorKind kind) => kind is
        MarketErrorKind.Unavailable or MarketErrorKind.Timeout or MarketErrorKind.Malformed
        or MarketErrorKind.Unauthorized or MarketErrorKind.QuotaExceeded;

    /// <summary>The provider as clients see it: down where everything lately asked of it is, degraded where a part is or calls failed.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="descriptor">What it is.</param>
    /// <param name="isOpen">Whether an operation's circuit is open.</param>
    public ProviderStatus Describe(string name, ProviderDescriptor descriptor, Func<string, bool> isOpen)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var (down, serving, degraded) = (false, false, false);
            var (count, total) = (0, TimeSpan.Zero);
            OperationHealth? failed = null;
            foreach (var (operation, health) in _operations)
            {
                var hasFailedLately = now - health.LastErrorAt < Memory;
                var isDown = hasFailedLately && (isOpen(operation) || health.LastWereOutages(3));
                down |= isDown;
                serving |= !isDown && now - health.LastCallAt < Memory;
                degraded |= hasFailedLately && health.HasFailures;
                count += health.Count;
                total += health.Total;
                failed = health.LastErrorAt is { } at && !(failed?.LastErrorAt > at) ? health : failed;
            }

            return new ProviderStatus
            {
                Name = name,
                Descriptor = descriptor,
                State = down && !serving ? ProviderState.Unavailable : down || degraded ? ProviderState.Degraded : ProviderState.Available,
                Latency = count == 0 ? null : total / count,
                LastError = failed?.LastError,
                LastErrorAt = failed?.LastErrorAt,
            };
        }
    }

    private void Failed(string operation, MarketErrorKind kind, TimeSpan duration, bool isOutage)
    {
        // "No such symbol" is an answer: it says nothing against the provider.
        var failed = IsFault(kind);
        Add(operation, failed ? kind : null, duration, failed && isOutage);
    }

    private void Add(string operation, MarketErrorKind? error, TimeSpan duration, bool isOutage)
    {
        lock (_gate)
        {
            if (!_operations.TryGetValue(operation, out var health))
            {
                _operations.Add(operation, health = new OperationHealth());
            }

            health.Add(error, duration, isOutage, time.GetUtcNow());
        }
    }
}
