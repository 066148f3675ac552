using System.Diagnostics;
using System.Net;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>All connections, on one thread.</summary>
internal sealed class Crowd(Peer peer, int symbols, int interval, int period, int sample) : IDisposable
{
    // So many ports of one source address; the next takes the next address of 127.0.0.0/8.
    private const int PerAddress = 10_000;

    // Fewer than a listener's backlog, or the kernel makes handshakes wait for a second.
    private const int MaxPending = 100;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromMinutes(2);

    private readonly Epoll _epoll = new();
    private readonly List<StreamClient> _clients = [];
    private readonly List<LatencySample> _samples = [];
    private readonly List<FinalCheck> _checks = [];
    private readonly int[] _ready = new int[512];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _text = new byte[(64 * 1024) + 256];
    private readonly string _target = peer.Target(symbols, interval);
    private long _begun;
    private long _quotes;
    private long _bytes;
    private long _expected;

    /// <summary>Reads what has come; waits for something so long.</summary>
    public void Serve(int milliseconds)
    {
        foreach (var index in _epoll.Wait(_ready, milliseconds))
        {
            _clients[index].Read(_buffer, _text);
        }
    }

    public Connected Count() => new(
        _clients.Count(c => c.IsReady && !c.IsLost),
        _clients.Count(c => c.IsLost),
        _clients.Sum(c => c.Quotes),
        _clients.Count(c => c.Quotes >= 2 * symbols));

    /// <summary>Opens so many connections more, to that port.</summary>
    public void Connect(int port, int count)
    {
        var started = Stopwatch.GetTimestamp();
        var first = _clients.Count;
        var settled = first;
        while (settled < first + count)
        {
            if (Stopwatch.GetElapsedTime(started) > ConnectTimeout)
            {
                throw new MeasurementException($"Only {settled} of {first + count} connections stood after {ConnectTimeout.TotalMinutes} minutes.");
            }

            if (_clients.Count < first + count && _clients.Count - settled < MaxPending)
            {
                Open(port);
            }

            Serve(_clients.Count < first + count && _clients.Count - settled < MaxPending ? 0 : 5);
            while (settled < _clients.Count && (_clients[settled].IsReady || _clients[settled].IsLost))
            {
                settled++;
            }
        }
    }

    public void Begin()
    {
        (_quotes, _bytes) = Sums();
        _samples.Clear();

        // Drawn by lot, always the same: every n-th connection would be in the same phase of a server's loop.
        foreach (var client in new Random(1).GetItems([.. _clients], _clients.Count).Distinct().Take(sample))
        {
            var seen = new LatencySample(period);
            _samples.Add(seen);
            client.Observer = seen;
        }

        _begun = Stopwatch.GetTimestamp();
    }

    public ClientStats End()
    {
        var seconds = Stopwatch.GetElapsedTime(_begun).TotalSeconds;
        var (quotes, bytes) = Sums();
        _clients.ForEach(static c => c.Observer = null);
        return new ClientStats(
            quotes - _quotes,
            bytes - _bytes,
            seconds,
            _clients.Count(c => c.IsLost),
            Percentiles.Of([.. _samples.SelectMany(s => s.LatencyMs)]),
            Percentiles.Of([.. _samples.SelectMany(s => s.LatenessMs())]));
    }

    /// <summary>Looks from now on for the last quotes on every connection.</summary>
    public void Expect()
    {
        _checks.Clear();
        foreach (var client in _clients)
        {
            var check = new FinalCheck(symbols);
            _checks.Add(check);
            client.Observer = check;
        }

        _expected = Stopwatch.GetTimestamp();
    }

    /// <summary>Waits until every connection has the last quote of every symbol, at most so long.</summary>
    public Verified Verify(TimeSpan timeout)
    {
        var missed = _checks.Count;
        while (missed > 0 && Stopwatch.GetElapsedTime(_expected) < timeout)
        {
            Serve(milliseconds: 10);
            missed = _checks.Count(c => !c.IsComplete);
        }

        return new Verified(missed, Stopwatch.GetElapsedTime(_expected).TotalMilliseconds);
    }

    public void Dispose()
    {
        _clients.ForEach(static c => c.Dispose());
        _epoll.Dispose();
    }

    private void Open(int port)
    {
        var index = _clients.Count;
        var client = new StreamClient(peer.Wire, port, _target, new IPAddress([127, 0, 0, (byte)(1 + (index / PerAddress))]));
        _clients.Add(client);
        _epoll.Watch(client.Descriptor, index);
    }

    private (long Quotes, long Bytes) Sums() => (_clients.Sum(c => c.Quotes), _clients.Sum(c => c.Bytes));
}
