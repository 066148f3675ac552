namespace MadLab;

/// <summary>The market cache, for operators.</summary>
public interface IMarketCache
{
    /// <summary>How many answers are held.</summary>
    int Count { get; }

    /// <summary>Removes answers.</summary>
    /// <param name="symbol">Those about this instrument; null for any.</param>
    /// <param name="type">Those of this type (<c>prices</c>, <c>kpis</c>, <c>vol</c>, <c>correlation</c>, <c>volcone</c>, <c>quality</c>, <c>info</c>); null for any.</param>
    /// <returns>How many were removed.</returns>
    int Remove(Symbol? symbol = null, string? type = null);
}
