using MadLab.Market.Caching;

namespace MadLab.Market.Http;

/// <summary>One part of a batch: a read or why there is none.</summary>
internal readonly record struct PartRead(MarketRead Read, MarketDataException? Error);
