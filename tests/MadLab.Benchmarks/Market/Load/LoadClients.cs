using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Market.Load;

/// <summary>Connections of one thread, without pipelining: a request is sent when the answer to the one before is there.</summary>
internal sealed class LoadClients : IDisposable
{
    // A short run on a busy machine may be over before anything was answered; then it goes on for the first answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Epoll _epoll = new();
    private readonly Socket[] _sockets;
    private readonly ResponseReader[] _readers;
    private readonly long[] _sent;
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly Counter _counter;
    private readonly int _place;
    private readonly List<double> _latencies = [];
    private long _failed;

    public LoadClients(int port, int connections, byte[] request, Counter counter)
    {
        _request = request;
        _counter = counter;
        _place = Counter.PlaceIn(request);
        _sent = new long[connections];
        _readers = new ResponseReader[connections];
        _sockets = new Socket[connections];
        for (var i = 0; i < connections; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets[i].Connect(IPAddress.Loopback, port);
            _readers[i] = new ResponseReader();
            _epoll.Watch((int)_sockets[i].Handle, i);
        }
    }

    public LoadReading Run(TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < _sockets.Length; i++)
        {
            Send(i);
        }

        Span<int> ready = stackalloc int[512];
        TimeSpan elapsed;
        while ((elapsed = Stopwatch.GetElapsedTime(started)) < duration || (_latencies.Count == 0 && elapsed < Patience))
        {
            foreach (var i in _epoll.Wait(ready, milliseconds: 10))
            {
                Receive(i);
            }
        }

        var percentiles = Percentiles.Of(_latencies);
        return new LoadReading(percentiles.Count, elapsed.TotalSeconds, _failed, percentiles.P50, percentiles.P99);
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        _epoll.Dispose();
    }

    private void Send(int index)
    {
        if (_place >= 0)
        {
            _counter.Next(_request, _place);
        }

        _sent[index] = Stopwatch.GetTimestamp();
        _sockets[index].Send(_request);
    }

    private void Receive(int index)
    {
        var count = _sockets[index].Receive(_buffer);
        if (count == 0)
        {
            throw new MeasurementException("The server closed a connection.");
        }

        if (_readers[index].Read(_buffer.AsSpan(0, count)))
        {
            _latencies.Add(Stopwatch.GetElapsedTime(_sent[index]).TotalMilliseconds);
            _failed += _readers[index].Status >= 400 ? 1 : 0;
            Send(index);
        }
    }
}
