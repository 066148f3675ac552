using MadLab.Stores;

namespace MadLab.Persistence.Stores;

/// <summary>How large documents were of late, from which follows how many rows a page's first query may ask for without reading much for nothing.</summary>
internal sealed class DocumentSize
{
    /// <summary>Where nothing is known: of the largest documents, one page.</summary>
    private const int UnknownChunk = 16;

    /// <summary>However small they were: the next may be of the largest.</summary>
    private const int MaxChunk = 128;

    private long _mean;

    public int FirstChunk => Volatile.Read(ref _mean) is var mean and > 0
        ? (int)Math.Clamp(StoreLimits.MaxPageBytes / mean, 1, MaxChunk)
        : UnknownChunk;

    /// <summary>Takes note of a page.</summary>
    public void Observe(int documents, long bytes)
    {
        if (documents > 0)
        {
            Volatile.Write(ref _mean, Math.Max(1, bytes / documents));
        }
    }
}
