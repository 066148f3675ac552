using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MadLab.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace MadLab.Market.RateLimiting;

/// <summary>A token bucket per address, in a table of bounded size.</summary>
internal sealed class AddressLimiter(IOptions<MarketOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<UInt128, Bucket> _buckets = new();
    private readonly Bucket _overflow = new();
    private readonly Lock _sweep = new();
    private readonly RateLimitOptions _limit = options.Value.RateLimit;
    private int _count;
    private long? _sweptAt;

    /// <summary>The problem to answer with where the caller has no tokens left; null where it may go on.</summary>
    public Problem? Refuse(HttpContext context, int cost) =>
        Take(context.Connection.RemoteIpAddress, cost) is { } wait
            ? new Problem(StatusCodes.Status429TooManyRequests, "RATE_LIMITED", "Too many requests") { RetryAfter = wait }
            : null;

    /// <summary>Takes tokens; null when there were enough, else how long until there are.</summary>
    public TimeSpan? Take(IPAddress? address, int cost)
    {
        return _limit.Enabled ? Find(KeyOf(address)).Take(time.GetTimestamp(), cost, _limit, time) : null;
    }

    /// <summary>An address as the table tells it apart: IPv4 whole (mapped into IPv6 too), IPv6 by its /64, which one subscriber owns.</summary>
    public static UInt128 KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return 0;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            bytes[8..].Clear();
            return new UInt128(BitConverter.ToUInt64(bytes), 6);
        }

        return new UInt128(BitConverter.ToUInt32(bytes), 4);
    }

    private Bucket Find(UInt128 key)
    {
        if (_buckets.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        if (Volatile.Read(ref _count) >= _limit.MaxAddresses)
        {
            Sweep();
            if (Volatile.Read(ref _count) >= _limit.MaxAddresses)
            {
                return _overflow;
            }
        }

        var added = new Bucket();
        bucket = _buckets.GetOrAdd(key, added);
        if (ReferenceEquals(bucket, added))
        {
            Interlocked.Increment(ref _count);
        }

        return bucket;
    }

    // A full bucket says no more than none at all. Once a second: a flood of new addresses must not pay for a sweep each.
    private void Sweep()
    {
        if (!_sweep.TryEnter())
        {
            return;
        }

        try
        {
            var now = time.GetTimestamp();
            if (_sweptAt is { } last && time.GetElapsedTime(last, now) < TimeSpan.FromSeconds(1))
            {
                return;
            }

            _sweptAt = now;
            foreach (var (key, bucket) in _buckets)
            {
                if (bucket.IsFull(now, _limit, time) && _buckets.TryRemove(new KeyValuePair<UInt128, Bucket>(key, bucket)))
                {
                    Interlocked.Decrement(ref _count);
                }
            }
        }
        finally
        {
            _sweep.Exit();
        }
    }

    private sealed class Bucket
    {
        private readonly Lock _gate = new();
        private double _used;
        private long _at;

        public TimeSpan? Take(long now, int cost, RateLimitOptions limit, TimeProvider time)
        {
            lock (_gate)
            {
                Refill(now, limit, time);
                if (_used + cost <= limit.Burst)
                {
                    _used += cost;
                    return null;
                }

                return TimeSpan.FromSeconds((_used + cost - limit.Burst) / limit.PerSecond);
            }
        }

        public bool IsFull(long now, RateLimitOptions limit, TimeProvider time)
        {
            lock (_gate)
            {
                Refill(now, limit, time);
                return _used <= 0;
            }
        }

        private void Refill(long now, RateLimitOptions limit, TimeProvider time)
        {
            _used = Math.Max(0, _used - (time.GetElapsedTime(_at, now).TotalSeconds * limit.PerSecond));
            _at = now;
        }
    }
}
