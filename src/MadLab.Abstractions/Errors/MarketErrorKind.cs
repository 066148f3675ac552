namespace MadLab;

/// <summary>Why a provider has no answer. Empty is not an answer: a provider without data throws one of these.</summary>
public enum MarketErrorKind
{
    /// <summary>No such instrument. Moves on to the next provider.</summary>
    SymbolUnknown,

    /// <summary>The instrument exists, but there is nothing of what was asked. Moves on.</summary>
    NoData,

    /// <summary>The provider cannot do this at all. Moves on.</summary>
    NotSupported,

    /// <summary>The caller may not see this data. Does not move on.</summary>
    NotEntitled,

    /// <summary>The upstream refuses our credentials. Moves on.</summary>
    Unauthorized,

    /// <summary>The upstream's quota is used up until <see cref="MarketDataException.RetryAfter"/>. Moves on.</summary>
    QuotaExceeded,

    /// <summary>The upstream cannot be reached or is failing. Transient. Moves on.</summary>
    Unavailable,

    /// <summary>The upstream did not answer in time. Transient. Moves on.</summary>
    Timeout,

    /// <summary>The upstream's answer, or a file, is not what it should be. Moves on.</summary>
    Malformed,

    /// <summary>Live data is switched off and nothing usable is cached. Does not move on.</summary>
    LiveDataDisabled,
}
