using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A WebSocket client by hand: it sends any bytes, and reads only when told to.</summary>
public sealed class RawSocket : IDisposable
{
    private const string Upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private NetworkStream _stream = null!;
    private BufferedStream _reader = null!;

    public int LocalPort { get; private set; }

    /// <summary>Connects and says nothing.</summary>
    /// <param name="address">The host's address.</param>
    /// <param name="receiveBuffer">Bytes the kernel holds for a client that does not read; null for the system's own choice.</param>
    /// <param name="from">An address of this machine to come from, any of 127.0.0.0/8; null for the system's choice.</param>
    public static async Task<RawSocket> DialAsync(Uri address, int? receiveBuffer = null, IPAddress? from = null)
    {
        var raw = new RawSocket();
        if (receiveBuffer is { } size)
        {
            raw._socket.ReceiveBufferSize = size;
        }

        if (from is not null)
        {
            raw._socket.Bind(new IPEndPoint(from, 0));
        }

        await raw._socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port).WaitAsync(Guard);
        raw.LocalPort = ((IPEndPoint)raw._socket.LocalEndPoint!).Port;
        raw._stream = new NetworkStream(raw._socket);
        raw._reader = new BufferedStream(raw._stream, 4096);
        return raw;
    }

    public static async Task<RawSocket> ConnectAsync(Uri address, string path, int? receiveBuffer = null, IPAddress? from = null)
    {
        var raw = await OpenAsync(address, path, receiveBuffer, Upgrade, from);
        var head = await raw.ReadHeadAsync();
        return head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) ? raw : throw new InvalidOperationException($"Not upgraded: {head}");
    }

    /// <summary>Sends a GET and reads nothing.</summary>
    public static async Task<RawSocket> OpenAsync(Uri address, string path, int? receiveBuffer, string headers = "", IPAddress? from = null)
    {
        var raw = await DialAsync(address, receiveBuffer, from);
        await raw.SendAsync(Encoding.ASCII.GetBytes(Head(address, path, headers)));
        return raw;
    }

    /// <summary>The text of a handshake.</summary>
    public static string Handshake(Uri address, string path, string moreHeaders = "") => Head(address, path, Upgrade + moreHeaders);

    public Task SendAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes).AsTask().WaitAsync(Guard);

    public Task SendFrameAsync(int opcode, byte[] payload, bool fin = true, bool masked = true) =>
        SendAsync(RawFrames.Make(opcode, payload, fin, masked: masked));

    /// <summary>The next frame; opcode -1 when the connection is gone.</summary>
    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        var head = new byte[2];
        if (!await TryReadAsync(head))
        {
            return (-1, []);
        }

        var extended = new byte[(head[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 }];
        if (!await TryReadAsync(extended))
        {
            return (-1, []);
        }

        var length = extended.Length == 0 ? head[1] & 0x7F : extended.Aggregate(0, static (sum, next) => (sum << 8) | next);
        var payload = new byte[length];
        return await TryReadAsync(payload) ? (head[0] & 0x0F, payload) : (-1, []);
    }

    /// <summary>Reads frames until one of the kind, or the end.</summary>
    public async Task<byte[]?> NextFrameAsync(int opcode)
    {
        while (true)
        {
            var (op, payload) = await ReadFrameAsync();
            if (op == opcode)
            {
                return payload;
            }

            if (op < 0)
            {
                return null;
            }
        }
    }

    /// <summary>The head of the answer to the handshake; what there is of it when the connection ends.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await TryReadAsync(one))
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>Says by TCP that nothing more will come; what the server sends is still read.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server was quicker with its own end.
        }
    }

    /// <summary>Leaves by a reset, as a process that is killed with unread data does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private static string Head(Uri address, string path, string headers) => $"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}\r\n";

    private async Task<bool> TryReadAsync(byte[] buffer)
    {
        try
        {
            return await _reader.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false).AsTask().WaitAsync(Guard) == buffer.Length;
        }
        catch (IOException)
        {
            // Reset by the server: gone as much as after a FIN.
            return false;
        }
    }
}
