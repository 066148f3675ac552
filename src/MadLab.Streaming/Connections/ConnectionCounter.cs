using System.Net;
using System.Runtime.InteropServices;
using MadLab.Streaming.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MadLab.Streaming.Connections;

/// <summary>Counts open connections, in all and per address, and refuses those past the caps.</summary>
internal sealed class ConnectionCounter(
    IOptions<StreamingOptions> options, StreamMetrics metrics, TimeProvider time, ILogger<ConnectionCounter> logger)
{
    // A flood of callers must not become a flood of lines, whoever gets in between two of them.
    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<AddressKey, int> _addresses = [];
    private readonly StreamingOptions _options = options.Value;
    private int _count;
    private long? _loggedAt;

    public int Count => Volatile.Read(ref _count);

    /// <summary>A place to dispose of when the connection ends; null when there is none left.</summary>
    /// <param name="transport">The transport.</param>
    /// <param name="address">The connection's own address; null (no IP at all) is not limited per address.</param>
    public IDisposable? TryEnter(Transport transport, IPAddress? address)
    {
        AddressKey? key = address is null || _options.MaxConnectionsPerAddress == 0 ? null : AddressKey.Of(address);
        string? refusal = null;
        bool isNews;
        lock (_gate)
        {
            if (_count >= _options.MaxConnections)
            {
                refusal = "the host has as many as it may";
            }
            else if (key is { } k)
            {
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_addresses, k, out _);
                if (count >= _options.MaxConnectionsPerAddress)
                {
                    refusal = "its address has as many as it may";
                }
                else
                {
                    count++;
                }
            }

            if (refusal is null)
            {
                _count++;
            }

            isNews = refusal is not null && (_loggedAt is not { } loggedAt || time.GetElapsedTime(loggedAt) >= LogEvery);
            if (isNews)
            {
                _loggedAt = time.GetTimestamp();
            }
        }

        if (refusal is not null)
        {
            if (isNews)
            {
                logger.ConnectionRefused(transport, refusal);
            }

            return null;
        }

        metrics.Opened(transport);
        return new Place(this, transport, key);
    }

    private void Leave(Transport transport, AddressKey? key)
    {
        lock (_gate)
        {
            _count--;
            if (key is { } k && --CollectionsMarshal.GetValueRefOrNullRef(_addresses, k) == 0)
            {
                _addresses.Remove(k);
            }
        }

        metrics.Closed(transport);
    }

    private sealed class Place(ConnectionCounter counter, Transport transport, AddressKey? key) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                counter.Leave(transport, key);
            }
        }
    }
}
