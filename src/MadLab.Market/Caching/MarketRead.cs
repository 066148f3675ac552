namespace MadLab.Market.Caching;

/// <summary>How an answer was had.</summary>
internal enum ReadOutcome : byte
{
    /// <summary>From the cache, fresh.</summary>
    Hit,

    /// <summary>From the cache, too old, because no provider answered or none may be asked.</summary>
    Stale,

    /// <summary>From a provider, asked by this call.</summary>
    Miss,

    /// <summary>From a provider, asked by another call at the same time.</summary>
    Shared,
}

internal readonly record struct MarketRead(MarketEntry Entry, ReadOutcome Outcome);
