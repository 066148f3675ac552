using System.Net;
using System.Net.Sockets;
using System.Text;
using MadLab.Benchmarks.Shared;

namespace MadLab.Benchmarks.Fanout.Clients;

/// <summary>One connection of a client that does nothing but read: a raw socket, a handshake of its own, no JSON.</summary>
internal sealed class StreamClient : IDisposable
{
    private const byte Text = 0x81;
    private const byte Pong = 0x8a;

    private static readonly byte[] SignalRHandshake = Masked(Text, "{\"protocol\":\"json\",\"version\":1}\u001e"u8);

    private readonly Socket _socket;
    private readonly Wire _wire;
    private readonly Framing _framing;
    private byte[] _kept = [];
    private bool _isUp;

    public StreamClient(Wire wire, int port, string target, IPAddress source)
    {
        _wire = wire;
        _framing = wire == Wire.Events ? new ChunkedFraming() : new WebSocketFraming();
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Bind(new IPEndPoint(source, 0));
        _socket.Connect(IPAddress.Loopback, port);
        _socket.Send(Request(port, target));
        _socket.Blocking = false;
    }

    public int Descriptor => (int)_socket.Handle;

    /// <summary>Whether it may be sent quotes.</summary>
    public bool IsReady { get; private set; }

    public bool IsLost { get; private set; }

    public long Quotes { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Who looks at its quotes; most connections are only counted.</summary>
    public IQuoteObserver? Observer { get; set; }

    /// <summary>Reads once what is there.</summary>
    /// <param name="buffer">Room for it.</param>
    /// <param name="text">Room for what was kept and for what comes.</param>
    public void Read(byte[] buffer, byte[] text)
    {
        if (IsLost)
        {
            return;
        }

        var length = _socket.Receive(buffer, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return;
        }

        if (length <= 0)
        {
            Lose();
            return;
        }

        Bytes += length;
        var arrived = buffer.AsSpan(0, length);
        if (!_isUp && !TryFinishHandshake(ref arrived))
        {
            return;
        }

        _kept.CopyTo(text, 0);
        var filled = _kept.Length + _framing.Unwrap(arrived, text.AsSpan(_kept.Length));
        if (_framing.TakePing() is { } ping)
        {
            Send(Masked(Pong, ping));
        }

        if (filled > 0)
        {
            // The first word of a hub is the answer to the handshake.
            IsReady = true;
        }

        var done = QuoteReader.Read(text.AsSpan(0, filled), Observer, out var quotes);
        Quotes += quotes;
        _kept = done == filled ? [] : text[done..filled];
    }

    public void Dispose() => _socket.Dispose();

    private void Send(byte[] frame)
    {
        _socket.Send(frame, SocketFlags.None, out var error);
        if (error != SocketError.Success)
        {
            Lose();
        }
    }

    private void Lose()
    {
        IsLost = true;
        _socket.Close();
    }

    private bool TryFinishHandshake(ref Span<byte> arrived)
    {
        byte[] all = [.. _kept, .. arrived];
        var end = all.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            _kept = all;
            return false;
        }

        var status = Encoding.ASCII.GetString(all, 0, all.AsSpan().IndexOf("\r\n"u8));
        if (!status.Contains(_wire == Wire.Events ? " 200" : " 101", StringComparison.Ordinal))
        {
            throw new MeasurementException($"The server refused a connection: {status}.");
        }

        _isUp = true;
        _kept = [];
        arrived = all.AsSpan(end + 4);
        if (_wire == Wire.SignalR)
        {
            Send(SignalRHandshake);
        }
        else
        {
            IsReady = true;
        }

        return true;
    }

    private byte[] Request(int port, string target)
    {
        var lines = $"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n";
        lines += _wire == Wire.Events
            ? "Accept: text/event-stream\r\n\r\n"
            : "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        return Encoding.ASCII.GetBytes(lines);
    }

    // A key of zeros masks nothing, and is a key.
    private static byte[] Masked(byte head, ReadOnlySpan<byte> payload) => [head, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];
}
