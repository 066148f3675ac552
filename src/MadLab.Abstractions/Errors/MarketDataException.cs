namespace MadLab;

/// <summary>Why market data could not be had; see <see cref="Kind"/>.</summary>
public sealed class MarketDataException : MadLabException
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    /// <summary>Creates the exception.</summary>
    /// <param name="kind">The class of the failure, which decides the status and whether the next provider is tried.</param>
    /// <param name="message">What happened, with which input, and what to do; it reaches the client: no secret, no full path.</param>
    /// <param name="innerException">The cause; it is logged and never reaches a client.</param>
    public MarketDataException(MarketErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>The class of the failure.</summary>
    public MarketErrorKind Kind { get; }

    /// <summary>How long to wait before asking again, where known. Taken as at least zero and at most a day, whatever an upstream says.</summary>
    public TimeSpan? RetryAfter
    {
        get;
        init => field = value is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestRetryAfter.Ticks)) : null;
    }

    /// <summary>The provider that failed, once the chain knows; null for the chain's own errors.</summary>
    public string? Provider { get; init; }

    /// <summary>Every provider asked on the way to this failure, in order; empty where none was.</summary>
    public IReadOnlyList<ProviderAttempt> Attempts { get; init; } = [];

    /// <summary>Whether the same call may succeed soon.</summary>
    public bool IsTransient => Kind is MarketErrorKind.Unavailable or MarketErrorKind.Timeout;

    /// <summary>Whether another provider may answer what this one could not.</summary>
    public bool TriesNextProvider => Kind is not (MarketErrorKind.NotEntitled or MarketErrorKind.LiveDataDisabled);

    /// <summary>No such instrument.</summary>
    public static MarketDataException SymbolUnknown(Symbol symbol, string? detail = null) =>
        new(MarketErrorKind.SymbolUnknown, detail is null ? $"Symbol {symbol} was not found." : $"Symbol {symbol} was not found: {detail}");

    /// <summary>The provider cannot do this.</summary>
    public static MarketDataException NotSupported(string what) => new(MarketErrorKind.NotSupported, $"{what} is not supported.");
}
