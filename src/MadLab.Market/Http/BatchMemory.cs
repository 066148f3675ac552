using Microsoft.Extensions.Options;

namespace MadLab.Market.Http;

/// <summary>What the answers of several symbols hold while they are put together and sent, all of them together: bounded, however slowly they are read.</summary>
internal sealed class BatchMemory(IOptions<MarketOptions> options)
{
    private readonly long _most = options.Value.MaxBatchBytes;
    private long _used;

    public long Used => Interlocked.Read(ref _used);

    /// <summary>Takes room; false where there is not so much.</summary>
    public bool TryTake(long bytes)
    {
        var used = Interlocked.Read(ref _used);
        while (used + bytes <= _most)
        {
            var seen = Interlocked.CompareExchange(ref _used, used + bytes, used);
            if (seen == used)
            {
                return true;
            }

            used = seen;
        }

        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref _used, -bytes);
}
